import { americanoRoute } from '@/americano/route';
import { burnoutRisk } from '@/americano/story-5-4/burnout-risk';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(burnoutRisk);
