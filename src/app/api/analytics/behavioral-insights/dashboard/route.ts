import { americanoRoute } from '@/americano/route';
import { insightsDashboard } from '@/americano/story-5-1/insights-dashboard';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(insightsDashboard);
