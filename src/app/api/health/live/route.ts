import { z } from 'zod';
import { json } from '@/server/dashboard/http';

export const dynamic = 'force-dynamic';

const Live = z.object({ pid: z.number().int() });

/** Says that the server answers, and nothing about what it watches. */
export function GET(): Response {
  return json(Live, { pid: process.pid });
}
