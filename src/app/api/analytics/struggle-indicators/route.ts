import { americanoRoute } from '@/americano/route';
import { struggleIndicators } from '@/americano/story-5-3/struggle-indicators';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(struggleIndicators);
