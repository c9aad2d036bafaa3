import { americanoRoute } from '@/americano/route';
import { recommendations } from '@/americano/story-5-2/recommendations';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(recommendations);
