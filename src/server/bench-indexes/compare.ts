import type pg from 'pg';
import { explained, quantile, type Send, type Side, timed } from './timing';

const ROUNDS = 8;
const RUNS = 15;

export type Compared = { without: Side; with: Side };

/**
 * Runs one query with and without an index, in turn: the index is dropped in a transaction that is rolled back, so that
 * both sides have the very same data, statistics and caches, and nothing is built anew.
 * @param index its name, quoted where it must be
 */
export async function compare(
  client: pg.Client,
  send: Send,
  index: string,
  signal: AbortSignal,
): Promise<Compared> {
  const times = { with: [] as number[], without: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    signal.throwIfAborted();
    // Which comes first changes from round to round.
    const order = round % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const);
    for (const side of order) {
      const drops = side === 'without' ? index : null;
      times[side].push(...(await undone(client, drops, () => timed(client, send, RUNS))));
    }
  }
  const side = async (name: 'with' | 'without'): Promise<Side> => ({
    medianMs: quantile(times[name], 0.5),
    p95Ms: quantile(times[name], 0.95),
    ...(await undone(client, name === 'without' ? index : null, async () => {
      await timed(client, send, 1);
      return explained(client, send);
    })),
  });
  return { without: await side('without'), with: await side('with') };
}

/** Does something in a transaction that leaves nothing behind, without an index if one is named. */
export async function undone<T>(client: pg.Client, index: string | null, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    if (index !== null) await client.query(`DROP INDEX ${index}`);
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}
