import { americanoRoute } from '@/americano/route';
import { effectiveness } from '@/americano/story-5-5/effectiveness';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = americanoRoute(effectiveness);
