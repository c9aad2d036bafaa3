import { americanoRoute } from '@/americano/route';
import { strugglePredictions } from '@/americano/story-5-3/struggle-predictions';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(strugglePredictions);
