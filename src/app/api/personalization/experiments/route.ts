import { americanoRoute } from '@/americano/route';
import { experiments } from '@/americano/story-5-5/experiments';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(experiments);
