import { americanoRoute } from '@/americano/route';
import { cognitiveLoad } from '@/americano/story-5-4/cognitive-load';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(cognitiveLoad);
