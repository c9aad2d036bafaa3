import { americanoRoute } from '@/americano/route';
import { sessionPlan } from '@/americano/story-5-3/session-plan';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(sessionPlan);
