import { americanoRoute } from '@/americano/route';
import { preferences } from '@/americano/story-5-5/preferences';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(preferences);
