import { americanoRoute } from '@/americano/route';
import { behavioralGoals } from '@/americano/story-5-2/behavioral-goals';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(behavioralGoals);
