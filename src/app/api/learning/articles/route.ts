import { americanoRoute } from '@/americano/route';
import { articles } from '@/americano/story-5-6/articles';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(articles);
