import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { unloadClient } from '../../src/americano/registry';
import type { CacheBench, CacheWay } from '../../src/shared/cache-bench';
import { asked } from './measure';
import type { Ways } from './ways';

const FEW = 10;
const MANY = 30;
const FLUSHED_WITHIN_MS = 20_000;

/**
 * Buffers that the database looks at for one read of every route. A session tells the statistics when it ends, and looks
 * things up when it begins: so the sessions of few rounds are held against those of many.
 */
export async function measureBuffers(ways: Ways, databaseUrl: string): Promise<CacheBench['buffers']> {
  const watcher = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' });
  await watcher.connect();
  try {
    const measured: CacheBench['buffers'] = [];
    for (const way of ways.names) {
      const few = await buffersOf(ways, way, FEW, watcher);
      const many = await buffersOf(ways, way, MANY, watcher);
      measured.push({ way, perRound: Math.max(0, (many - few) / (MANY - FEW)) });
    }
    return measured;
  } finally {
    await watcher.end();
  }
}

async function buffersOf(ways: Ways, way: CacheWay, rounds: number, watcher: pg.Client): Promise<number> {
  // What makes ready for a hit reads the database, too: it is done before.
  if (way.endsWith('hit')) for (const route of ways.routes) await ways.prepare(way, route);
  await unloadClient();
  const before = await settled(watcher);
  for (let round = 0; round < rounds; round += 1) {
    for (const route of ways.routes) {
      if (!way.endsWith('hit')) await ways.prepare(way, route);
      await asked(route, way);
    }
  }
  await unloadClient();
  return (await settled(watcher)) - before;
}

/** The counter once Americano's sessions have ended. */
async function settled(watcher: pg.Client): Promise<number> {
  const until = performance.now() + FLUSHED_WITHIN_MS;
  for (;;) {
    const open = await watcher.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'americano'");
    if (open.rows.length === 0) break;
    if (performance.now() > until) throw new Error('The sessions of Americano did not end.');
    await wait(20);
  }
  // The counters of a session that has just gone follow it by a moment.
  await wait(100);
  const { rows } = await watcher.query(
    'SELECT (blks_hit + blks_read)::float8 AS buffers FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0]?.buffers);
}
