import pg from 'pg';
import { z } from 'zod';
import { undone } from './compare';
import { quantile } from './timing';

const ROUNDS = 7;
const ROWS = 2_000;
const COPY = 'bench_inserts';
const TARGET = 'bench_target';

export type Cost = { sizeBytes: number; rows: number; insertMicros: { without: number; with: number } };

const Definition = z.object({ name: z.string(), sql: z.string() });
const Sized = z.object({ size: z.coerce.number(), rows: z.coerce.number() });

/**
 * What an index costs: its size, and how much longer it takes to insert a row, into an empty copy of its table that has
 * all of the other indexes, too.
 */
export async function costOf(
  client: pg.Client,
  table: string,
  index: string,
  signal: AbortSignal,
): Promise<Cost> {
  const from = pg.escapeIdentifier(table);
  const { rows } = await client.query(
    `SELECT c.relname AS name, pg_catalog.pg_get_indexdef(c.oid) AS sql
     FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
     WHERE x.indrelid = $1::pg_catalog.regclass ORDER BY c.relname`,
    [from],
  );
  await client.query(`CREATE TABLE ${COPY} (LIKE ${from})`);
  try {
    for (const { name, sql } of z.array(Definition).parse(rows)) {
      const made = `INDEX ${name === index ? TARGET : ''} ON ${COPY} USING`;
      await client.query(sql.replace(/INDEX .*? USING/, made));
    }
    const times = { with: [] as number[], without: [] as number[] };
    for (let round = -1; round < ROUNDS; round += 1) {
      signal.throwIfAborted();
      for (const side of round % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
        const micros = await undone(client, side === 'without' ? TARGET : null, () => insert(client, from));
        // The first one only warms up.
        if (round >= 0) times[side].push(micros);
      }
    }
    const sized = await client.query(
      `SELECT pg_catalog.pg_relation_size($1::pg_catalog.regclass) AS size, count(*) AS rows FROM ${from}`,
      [pg.escapeIdentifier(index)],
    );
    const { size, rows: count } = Sized.parse(sized.rows[0]);
    return {
      sizeBytes: size,
      rows: count,
      insertMicros: { without: quantile(times.without, 0.5), with: quantile(times.with, 0.5) },
    };
  } finally {
    await client.query(`DROP TABLE ${COPY}`);
  }
}

/** @returns microseconds a row */
async function insert(client: pg.Client, from: string): Promise<number> {
  const begun = performance.now();
  const { rowCount } = await client.query(`INSERT INTO ${COPY} SELECT * FROM ${from} LIMIT ${ROWS}`);
  return ((performance.now() - begun) * 1_000) / Math.max(rowCount ?? 0, 1);
}
