import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { RouteError } from './errors';

const MAX_DELAY_MS = 60_000;
const SlowRoute = z.object({ path: z.string(), delayMs: z.number().int().min(0).max(MAX_DELAY_MS) });

/**
 * Makes a route slow for real when `driftboard demo slow-route` asked for it. In: the route's path, the data folder.
 * The file's absence is the normal case; one that cannot be read is a fault that the route answers.
 */
export async function delayIfAsked(routePath: string, dataDir: string): Promise<void> {
  const text = await readFile(path.join(dataDir, 'demo', 'slow-route.json'), 'utf8').catch(
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    },
  );
  if (text === null) return;
  const parsed = SlowRoute.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new RouteError(
      500,
      'demo-file',
      'demo/slow-route.json in the data folder is not what `driftboard demo slow-route` writes. Run `driftboard demo heal`.',
    );
  }
  if (parsed.data.path === routePath) await wait(parsed.data.delayMs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
