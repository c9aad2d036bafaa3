import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadIndexManifest } from '../../shared/index-manifest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { declaredIndex } from '../sql/declared-index';
import { loadSqlParser } from '../sql/parser';
import { measureIndexes } from './measure';
import { printIndexes } from './print';

const SQL = [
  'CREATE INDEX "visits_user" ON visits ("userId", at DESC)',
  'CREATE INDEX visits_idle ON visits (note) WHERE at IS NULL',
];
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('bench_indexes');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "userId" text, at timestamp, note text);
    INSERT INTO visits ("userId", at, note) SELECT 'u' || n % 200, now() - n * interval '1 minute', 'note ' || n FROM generate_series(1, 10000) n;
    ${SQL.join(';')}`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function manifest(): Promise<ReadIndexManifest> {
  await loadSqlParser();
  const indexes = SQL.flatMap((sql) => {
    const read = declaredIndex(sql, 'public');
    return read.ok ? [{ sql, endpoints: [], queries: ['latest', 'unmeasured'], index: read.index }] : [];
  });
  const sql = 'SELECT * FROM visits WHERE "userId" = $1 ORDER BY at DESC LIMIT $2';
  const queries = [
    { name: 'latest', sql, endpoints: ['GET /api/visits'], parameters: ['u7', '10'] },
    { name: 'unmeasured', sql, endpoints: [] },
  ];
  return { file: 'indexes.json', indexes, queries };
}

const names = async () =>
  (
    await client.query('SELECT indexname FROM pg_indexes WHERE tablename = $1 ORDER BY 1', ['visits'])
  ).rows.map(({ indexname }) => indexname);

describe('measuring indexes', () => {
  it('tells one that pays from one that the plan does not use, and leaves all of them in place', async () => {
    const before = await names();
    const signal = new AbortController().signal;
    const [paying, idle] = await measureIndexes(database.url, await manifest(), { signal, tell: () => {} });
    expect(paying).toMatchObject({ name: 'visits_user', pays: true, cost: { rows: 10_000 } });
    expect(paying?.queries).toHaveLength(1);
    expect(paying?.queries[0]).toMatchObject({ taken: true, with: { indexes: ['visits_user'] } });
    expect(paying?.queries[0]?.saved).toBeGreaterThan(0.3);
    expect(paying?.cost.sizeBytes).toBeGreaterThan(100_000);
    expect(paying?.cost.insertMicros.with).toBeGreaterThan(0);
    // However the clock ran: what the plan does not use never pays.
    expect(idle).toMatchObject({ pays: false, queries: [{ taken: false, pays: false }] });
    expect(await names()).toEqual(before);
    const { rows } = await client.query("SELECT to_regclass('bench_inserts') AS left");
    expect(rows).toEqual([{ left: null }]);

    const text = printIndexes(
      [paying, idle].filter((one) => one !== undefined),
      { head: 'Here.', rows: 10_000 },
    );
    expect(text).toContain('Here. 10,000 rows.');
    expect(text).toContain('**1 of 2 indexes pay.**');
    expect(text).toMatch(/\| latest \| visits \| `visits_user` \|.*\| pays \|/);
    expect(text).toMatch(/\| latest \| visits \| `visits_idle` \|.*\| not used \|/);
  });

  it('ends when it is interrupted, with nothing dropped', async () => {
    const before = await names();
    const signal = AbortSignal.abort(new Error('Cancelled.'));
    await expect(measureIndexes(database.url, await manifest(), { signal, tell: () => {} })).rejects.toThrow(
      'Cancelled.',
    );
    expect(await names()).toEqual(before);
  });
});
