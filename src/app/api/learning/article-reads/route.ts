import { americanoRoute } from '@/americano/route';
import { articleReads } from '@/americano/story-5-6/article-reads';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(articleReads);
