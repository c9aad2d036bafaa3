import { americanoRoute } from '@/americano/route';
import { stressProfile } from '@/americano/story-5-4/stress-profile';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(stressProfile);
