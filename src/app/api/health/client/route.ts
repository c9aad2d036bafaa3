import { clientHealth, clientReload } from '@/americano/health';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const GET = clientHealth;
export const POST = clientReload;
