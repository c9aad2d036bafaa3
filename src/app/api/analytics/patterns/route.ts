import { americanoRoute } from '@/americano/route';
import { patterns } from '@/americano/story-5-1/patterns';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(patterns);
