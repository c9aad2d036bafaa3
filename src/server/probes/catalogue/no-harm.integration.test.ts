import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { readCatalogue } from './catalogue';
import { forgetAll } from './remembered';
import { openDatabaseSession } from './session';
import { everythingSql, readOnce, runSql } from './testing/read';

const SCHEMAS = ['public', 'side'];
const READER = 'driftboard_usage_only';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('no_harm');
  await runSql(database.url, await everythingSql());
});
afterAll(() => database?.drop());
beforeEach(forgetAll);

describe('with CONNECT and USAGE and nothing else', () => {
  beforeAll(() =>
    runSql(
      database.url,
      `CREATE ROLE ${READER} LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA public, side TO ${READER};
       REVOKE ALL ON ALL TABLES IN SCHEMA public, side FROM PUBLIC`,
    ),
  );
  afterAll(() => runSql(database.url, `DROP OWNED BY ${READER}; DROP ROLE ${READER}`));

  test('the catalogue says the same', async () => {
    const whole = await readOnce(database.url, SCHEMAS);
    forgetAll();
    const url = new URL(database.url);
    url.username = READER;
    url.password = 'reader';
    const reduced = await readOnce(url.href, SCHEMAS);
    expect(reduced.schema).toEqual(whole.schema);
  });

  test('even without USAGE, for the catalogue hides nothing', async () => {
    const whole = await readOnce(database.url, SCHEMAS);
    await runSql(database.url, `REVOKE USAGE ON SCHEMA side FROM ${READER}`);
    forgetAll();
    const url = new URL(database.url);
    url.username = READER;
    url.password = 'reader';
    expect((await readOnce(url.href, SCHEMAS)).schema).toEqual(whole.schema);
  });
});

/** The locks that sessions of Driftboard hold on this database, and who waits for them. */
async function locksOfOurs(client: pg.Client): Promise<{ foreign: string[]; waiting: number }> {
  const held = await client.query<{ lock: string }>(
    `SELECT l.mode || ' ' || coalesce(n.nspname || '.' || c.relname, l.locktype) AS lock
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     LEFT JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE a.application_name = 'driftboard' AND a.datname = current_database() AND l.locktype <> 'virtualxid'
       AND NOT (l.mode = 'AccessShareLock' AND n.nspname IN ('pg_catalog', 'pg_toast'))`,
  );
  const waiting = await client.query(
    `SELECT 1 FROM pg_stat_activity w CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS blocker
     JOIN pg_stat_activity a ON a.pid = blocker WHERE a.application_name = 'driftboard'`,
  );
  return { foreign: held.rows.map((row) => row.lock), waiting: waiting.rows.length };
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}

test('a session that has read everything holds no lock that DDL would wait for', async () => {
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl: database.url, timeoutMs: 10_000, signal });
  const client = await connected();
  try {
    await readCatalogue(session, SCHEMAS);
    expect((await locksOfOurs(client)).foreign).toEqual([]);
    await client.query(`SET lock_timeout = '2s'; ALTER VIEW cheap RENAME TO cheaper; ALTER VIEW cheaper RENAME TO cheap;
      ALTER TABLE rooms ADD COLUMN more integer; ALTER TABLE rooms DROP COLUMN more`);
  } finally {
    await session.close();
    await client.end();
  }
});

test('while DDL goes on, each answer is of one moment, and nobody waits for us', async () => {
  await runSql(
    database.url,
    `CREATE TYPE step_0 AS ENUM ('v0');
     CREATE TABLE step (c0 step_0 DEFAULT 'v0', CONSTRAINT k0 CHECK (c0 <> 'v0'));
     CREATE VIEW step_view AS SELECT c0 FROM step;`,
  );
  const changer = await connected();
  const watcher = await connected();
  let stop = false;
  let changes = 0;
  // One transaction renames everything that belongs together; half of it is never to be seen.
  const changing = (async () => {
    while (!stop) {
      const [from, to] = [changes, changes + 1];
      await changer.query(`BEGIN;
        ALTER TYPE step_${from} RENAME VALUE 'v${from}' TO 'v${to}';
        ALTER TYPE step_${from} RENAME TO step_${to};
        ALTER TABLE step RENAME COLUMN c${from} TO c${to};
        ALTER TABLE step RENAME CONSTRAINT k${from} TO k${to};
        ALTER VIEW step_view RENAME COLUMN c${from} TO c${to};
        DROP TABLE IF EXISTS passing CASCADE;
        COMMIT`);
      await changer.query(`CREATE TABLE passing (id serial CHECK (id > 0), c step_${to} DEFAULT 'v${to}');
        CREATE VIEW passing_view AS SELECT id + 1 AS id, c FROM passing; CREATE INDEX ON passing ((id + 1))`);
      changes = to;
      // Time for the readings, which would else be refused as those of a schema that never stands still.
      await sleep(60 + Math.random() * 120);
    }
  })();
  const seen = new Set<number>();
  let waiting = 0;
  let refused = 0;
  try {
    for (let look = 0; look < 25; look += 1) {
      const [answer, locks] = await Promise.all([
        readOnce(database.url, SCHEMAS).catch((error: Error) => error),
        locksOfOurs(watcher),
      ]);
      waiting += locks.waiting;
      if (answer instanceof Error) {
        // Never half an answer: a sentence says that the schema did not stand still.
        expect(answer.message).toMatch(/changed again and again/);
        refused += 1;
        continue;
      }
      const step = answer.schema.tables.find((table) => table.name === 'step');
      const number = Number(step?.columns[0]?.name.slice(1));
      seen.add(number);
      expect(step).toMatchObject({
        columns: [{ name: `c${number}`, type: `step_${number}`, default: `'v${number}'` }],
        checks: [{ name: `k${number}`, expression: `c${number} <> 'v${number}'` }],
      });
      expect(answer.schema.enums.find((type) => type.name === `step_${number}`)?.values).toEqual([
        `v${number}`,
      ]);
      const view = answer.schema.tables.find((table) => table.name === 'step_view');
      expect(view).toMatchObject({ columns: [{ name: `c${number}`, type: `step_${number}` }] });
      expect(view?.query).toContain(`c${number}`);
    }
  } finally {
    stop = true;
    await changing;
    await Promise.all([changer.end(), watcher.end()]);
  }
  expect(waiting).toBe(0);
  expect(seen.size).toBeGreaterThan(1);
  expect(refused).toBeLessThan(25);
}, 120_000);

test('the second connection sees the moment of the first, also after it has moved on', async () => {
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl: database.url, timeoutMs: 10_000, signal });
  const tables = {
    what: 'tables',
    fields: { name: 'c.relname', backend: 'pg_catalog.pg_backend_pid()' },
    from: `FROM pg_catalog.pg_class c WHERE c.relname LIKE 'moment%' AND c.relkind = 'r'`,
  };
  const look = async (where: 'here' | 'beside') => (await session.cells([tables], where)).of(tables);
  try {
    await runSql(database.url, 'CREATE TABLE moment1 ()');
    expect((await look('here')).count).toBe(0);
    expect((await look('beside')).count).toBe(0);
    await session.renew();
    await runSql(database.url, 'CREATE TABLE moment2 ()');
    const [here, beside] = [await look('here'), await look('beside')];
    expect(here.of('name')).toEqual(['moment1']);
    expect(beside.of('name')).toEqual(['moment1']);
    expect(beside.of('backend')).not.toEqual(here.of('backend'));
  } finally {
    await session.close();
  }
});

test('where no second connection is let in, the first one answers', async () => {
  const role = 'driftboard_one_connection';
  await runSql(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'one' CONNECTION LIMIT 1`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'one';
  const pooled = new URL(database.url);
  pooled.searchParams.set('pgbouncer', 'true');
  const pid = {
    what: 'backends',
    fields: { pid: 'pg_catalog.pg_backend_pid()' },
    from: 'FROM (SELECT 1) AS one',
  };
  try {
    for (const databaseUrl of [url.href, pooled.href]) {
      const signal = new AbortController().signal;
      const session = await openDatabaseSession({ databaseUrl, timeoutMs: 10_000, signal });
      const here = (await session.cells([pid])).of(pid).of('pid');
      expect((await session.cells([pid], 'beside')).of(pid).of('pid')).toEqual(here);
      await session.close();
    }
  } finally {
    await runSql(database.url, `DROP ROLE ${role}`);
  }
});
