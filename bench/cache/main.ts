// Measures Americano's cached routes in a process of its own: `driftboard bench cache` bundles and starts it, with
// DATABASE_URL of a database that it has made, REDIS_URL where there is a Redis, BENCH_ROUNDS, and BENCH_OUT for the figures.
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { unloadClient } from '../../src/americano/registry';
import type { CacheBench } from '../../src/shared/cache-bench';
import { measureBuffers } from './buffers';
import { measureRoutes } from './measure';
import { openWays } from './ways';

const Environment = z.object({
  DATABASE_URL: z.string(),
  REDIS_URL: z.string().optional(),
  BENCH_ROUNDS: z.coerce.number().int().positive(),
  BENCH_OUT: z.string(),
});

const { DATABASE_URL: databaseUrl, BENCH_ROUNDS: rounds, BENCH_OUT: out } = Environment.parse(process.env);
const ways = await openWays(process.env);
try {
  const routes = await measureRoutes(ways, rounds);
  const buffers = await measureBuffers(ways, databaseUrl);
  const figures: CacheBench = { rounds, routes, buffers };
  await writeFile(out, JSON.stringify(figures));
} finally {
  await ways.close();
  await unloadClient();
}
