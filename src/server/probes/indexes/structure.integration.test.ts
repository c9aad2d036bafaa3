import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { foreignKeyCover } from '../../../checks/foreign-key-cover';
import { indexDuplicates } from '../../../checks/index-duplicates';
import { indexRedundancy } from '../../../checks/index-redundancy';
import { indexValidity } from '../../../checks/index-validity';
import { tableKeys } from '../../../checks/table-keys';
import type { AnyCheck } from '../../../checks/types';
import { Settings } from '../../../shared/config';
import type { Finding } from '../../../shared/finding';
import type { CheckReport } from '../../../shared/report';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { runChecks } from '../../engine/run';
import { openDatabaseSession } from '../catalogue/session';
import { probes } from '../registry';

const ROLE = 'driftboard_plain_reader';
const CHECKS: readonly AnyCheck[] = [
  indexValidity,
  indexDuplicates,
  indexRedundancy,
  foreignKeyCover,
  tableKeys,
];

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('index_structure');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`DROP ROLE IF EXISTS ${ROLE}; CREATE ROLE ${ROLE} LOGIN PASSWORD 'reader'`);
});
afterAll(async () => {
  await client.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await client.end();
  await database?.drop();
});
beforeEach(async () => {
  await client.query(`CREATE TABLE users (id int PRIMARY KEY);
    CREATE TABLE goals (id int PRIMARY KEY, a int, b int, x int NOT NULL, t text, tags text[])`);
});
afterEach(async () => {
  await client.query(
    'DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC',
  );
});

/** A run of these checks on the real database, as the command line would make it. */
async function look({ url = database.url, timeoutMs = 10_000 } = {}): Promise<CheckReport[]> {
  const settings = Settings.parse({ databaseUrl: url, timeoutMs, only: ['indexes'] });
  const signal = new AbortController().signal;
  const { report } = await runChecks({
    runId: randomUUID(),
    settings,
    checks: CHECKS,
    probes,
    context: { projectRoot: process.cwd(), dataDir: '/nonexistent', signal },
    openDatabase: () => openDatabaseSession({ databaseUrl: url, timeoutMs, signal }),
    readCommit: async () => null,
  });
  return report.checks;
}

async function findings(): Promise<Finding[]> {
  const all = await look();
  expect(all.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  return all.flatMap((check) => check.findings);
}

const keysOf = (found: readonly Finding[]) => found.map(({ key }) => key);

/** Runs the repair, or the one that somebody may choose, statement by statement as it is written, and looks again. */
async function repaired(found: readonly Finding[]): Promise<string[]> {
  for (const { remedy, alternative } of found) {
    const { statements = [] } = remedy.kind === 'sql' ? remedy : (alternative ?? remedy);
    expect(statements).not.toEqual([]);
    for (const { sql } of statements) await client.query(sql);
  }
  return keysOf(await findings());
}

/** [what, SQL that is well, SQL that is not, the keys that are found] */
const RULES: [what: string, near: string, ill: string, keys: string[]][] = [
  [
    'two indexes that do the same',
    'CREATE INDEX one ON goals (a, b); CREATE INDEX two ON goals (a, b DESC); CREATE INDEX three ON goals (a, b) WHERE x > 1; CREATE INDEX four ON goals USING hash (a)',
    'CREATE INDEX one ON goals (a, b); CREATE INDEX two ON goals (a, b)',
    ['index.duplicate:public.goals:two'],
  ],
  [
    'a unique and a plain index on the same columns (splinter sees no pair)',
    'CREATE UNIQUE INDEX one ON goals (a); CREATE INDEX two ON goals (a) INCLUDE (t)',
    'CREATE UNIQUE INDEX one ON goals (a); CREATE INDEX two ON goals (a)',
    ['index.duplicate:public.goals:two'],
  ],
  [
    'a unique index beside the constraint and the primary key that do its work',
    'ALTER TABLE goals ADD CONSTRAINT one UNIQUE (a); CREATE UNIQUE INDEX two ON goals (a) WHERE a > 1',
    'ALTER TABLE goals ADD CONSTRAINT one UNIQUE (a); CREATE UNIQUE INDEX two ON goals (a); CREATE UNIQUE INDEX three ON goals (id)',
    ['index.duplicate:public.goals:three', 'index.duplicate:public.goals:two'],
  ],
  [
    'two alike on an expression (postgres-meta loses those)',
    'CREATE INDEX one ON goals (lower(t)); CREATE INDEX two ON goals (upper(t)); CREATE INDEX three ON goals (t)',
    'CREATE INDEX one ON goals (lower(t)); CREATE INDEX two ON goals (lower(t))',
    ['index.duplicate:public.goals:two'],
  ],
  [
    '(a) within (a, b) (pgdoctor misses it)',
    'CREATE INDEX one ON goals (a) WHERE x > 1; CREATE INDEX two ON goals (a, b); CREATE INDEX three ON goals (b)',
    'CREATE INDEX one ON goals (a); CREATE INDEX two ON goals (a, b)',
    ['index.redundant:public.goals:one'],
  ],
  [
    'one that another one reads backwards',
    'CREATE INDEX one ON goals (a, b); CREATE INDEX two ON goals (a DESC, b, x)',
    'CREATE INDEX one ON goals (a, b DESC); CREATE INDEX two ON goals (a DESC, b, x)',
    ['index.redundant:public.goals:one'],
  ],
  [
    'an expression within a longer key',
    'CREATE INDEX one ON goals (lower(t) text_pattern_ops); CREATE INDEX two ON goals (lower(t), a)',
    'CREATE INDEX one ON goals (lower(t)); CREATE INDEX two ON goals (lower(t), a)',
    ['index.redundant:public.goals:one'],
  ],
  [
    'a foreign key without an index',
    'ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX one ON goals (a DESC, b)',
    'ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX one ON goals (b, a)',
    ['foreign-key.unindexed:public.goals:a'],
  ],
  [
    'a foreign key under a partial index (splinter counts it as cover)',
    'ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX one ON goals (a) WHERE a IS NOT NULL',
    'ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX one ON goals (a) WHERE a > 100',
    ['foreign-key.unindexed:public.goals:a'],
  ],
  [
    'a foreign key of two columns (pg-index-health lets (a, x, b) cover (a, b))',
    `CREATE TABLE pairs (b int, a int, PRIMARY KEY (b, a));
     ALTER TABLE goals ADD FOREIGN KEY (a, b) REFERENCES pairs (a, b); CREATE INDEX one ON goals (b, a, x) WHERE b IS NOT NULL AND a IS NOT NULL`,
    `CREATE TABLE pairs (b int, a int, PRIMARY KEY (b, a));
     ALTER TABLE goals ADD FOREIGN KEY (a, b) REFERENCES pairs (a, b); CREATE INDEX one ON goals (a, x, b)`,
    ['foreign-key.unindexed:public.goals:a,b'],
  ],
  [
    'a foreign key under other methods and expressions',
    'ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX one ON goals USING hash (a)',
    'ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX one ON goals USING brin (a); CREATE INDEX two ON goals (abs(a))',
    ['foreign-key.unindexed:public.goals:a'],
  ],
  [
    'a foreign key of a partitioned table',
    `CREATE TABLE parts (id int PRIMARY KEY, a int REFERENCES users) PARTITION BY RANGE (id);
     CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (1) TO (9); CREATE INDEX ON parts (a)`,
    `CREATE TABLE parts (id int PRIMARY KEY, a int REFERENCES users) PARTITION BY RANGE (id);
     CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (1) TO (9); CREATE INDEX ON parts1 (a)`,
    ['foreign-key.unindexed:public.parts:a'],
  ],
  [
    'a table without a primary key',
    'CREATE VIEW names AS SELECT 1; CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE parts1 PARTITION OF parts DEFAULT',
    'CREATE TABLE logs (id int, at timestamp)',
    ['primary-key.absent:public.logs'],
  ],
  [
    'a table whose rows a unique index tells apart',
    'CREATE TABLE logs (a int NOT NULL, PRIMARY KEY (a))',
    'CREATE TABLE logs (a int NOT NULL); CREATE UNIQUE INDEX one ON logs (a)',
    ['primary-key.absent:public.logs'],
  ],
];

describe('each rule of structure on a real PostgreSQL', () => {
  test('a database that is well has no finding, and each check has compared something', async () => {
    await client.query('ALTER TABLE goals ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX ON goals (a)');
    const all = await look();
    expect(all.map(({ id, verdict, compared }) => [id, verdict, compared])).toEqual([
      ['index-validity', 'pass', 3],
      ['index-duplicates', 'pass', 3],
      ['index-redundancy', 'pass', 3],
      ['foreign-key-cover', 'pass', 1],
      ['table-keys', 'pass', 2],
    ]);
  });

  test.each(RULES)('%s: nearly so, so, and repaired', async (_what, near, ill, keys) => {
    await client.query(`BEGIN; ${near}; COMMIT`);
    expect(keysOf(await findings())).toEqual([]);
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await client.query(`CREATE TABLE users (id int PRIMARY KEY);
      CREATE TABLE goals (id int PRIMARY KEY, a int, b int, x int NOT NULL, t text, tags text[]); ${ill}`);
    const found = await findings();
    expect(keysOf(found).sort()).toEqual(keys);
    expect(await repaired(found)).toEqual([]);
  });

  test('what a foreign key or the replica identity rests on stays, and its double goes', async () => {
    await client.query(`CREATE UNIQUE INDEX z_pointed_to ON goals (x);
      CREATE TABLE points (id int PRIMARY KEY, x int REFERENCES goals (x)); CREATE INDEX ON points (x);
      CREATE UNIQUE INDEX a_double ON goals (x);
      CREATE TABLE logs (id int PRIMARY KEY, n int NOT NULL);
      CREATE UNIQUE INDEX z_identity ON logs (n); CREATE UNIQUE INDEX a_other ON logs (n);
      ALTER TABLE logs REPLICA IDENTITY USING INDEX z_identity`);
    const found = await findings();
    expect(keysOf(found)).toEqual([
      'index.duplicate:public.goals:a_double',
      'index.duplicate:public.logs:a_other',
    ]);
    expect(await repaired(found)).toEqual([]);
    await client.query(
      'DROP INDEX z_identity; CREATE UNIQUE INDEX a_other ON logs (n); CREATE UNIQUE INDEX b_other ON logs (n)',
    );
    expect(keysOf(await findings())).toEqual(['index.duplicate:public.logs:b_other']);
  });

  test('a catalogue that cannot be read in time is unknown, and never "no invalid indexes" (as PgHero shows it)', async () => {
    await client.query('CREATE INDEX one ON goals (a); CREATE INDEX two ON goals (a)');
    await client.query('BEGIN; LOCK TABLE pg_catalog.pg_index IN ACCESS EXCLUSIVE MODE');
    try {
      const all = await look({ timeoutMs: 700 });
      expect(all.map(({ verdict, findings: found }) => [verdict, found.length])).toEqual(
        CHECKS.map(() => ['unknown', 0]),
      );
      for (const { reason } of all) expect(reason).toMatch(/\w/);
    } finally {
      await client.query('ROLLBACK');
    }
  });
});

describe('an index that is not valid', () => {
  const plain = () => {
    const url = new URL(database.url);
    url.username = ROLE;
    url.password = 'reader';
    return url.href;
  };
  const validity = async (url = database.url) => {
    const check = (await look({ url })).find(({ id }) => id === 'index-validity');
    if (check === undefined) throw new Error('The check did not run.');
    return check;
  };

  test('is seen where a CREATE UNIQUE INDEX CONCURRENTLY failed, and mended once the doubles are gone', async () => {
    await client.query('INSERT INTO goals (id, a, x) VALUES (1, 7, 1), (2, 7, 1)');
    await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY one ON goals (a)')).rejects.toThrow(
      'could not create unique index',
    );
    for (const url of [database.url, plain()]) {
      const { verdict, findings: found } = await validity(url);
      expect([verdict, keysOf(found)]).toEqual(['fail', ['index.invalid:public.goals:one']]);
      expect(found[0]?.message).not.toContain('unless');
    }
    await client.query('UPDATE goals SET a = id');
    expect(await repaired(await findings())).toEqual([]);
  });

  test.each([
    ['built', '', 'CREATE INDEX CONCURRENTLY held ON goals (a)'],
    ['built anew', 'CREATE INDEX held ON goals (a)', 'REINDEX INDEX CONCURRENTLY held'],
    ['dropped', 'CREATE INDEX held ON goals (a)', 'DROP INDEX CONCURRENTLY held'],
  ])('is not called so while it is being %s, whoever looks', async (_what, before, sql) => {
    if (before !== '') await client.query(before);
    // A reader of the table that does not end keeps the builder waiting; a writer would keep REINDEX from beginning.
    const holder = new pg.Client({ connectionString: database.url });
    const builder = new pg.Client({ connectionString: database.url });
    await Promise.all([holder.connect(), builder.connect()]);
    try {
      await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM goals');
      if (!sql.startsWith('REINDEX')) await holder.query('INSERT INTO goals (id, x) VALUES (1, 1)');
      const built = builder.query(sql);
      await expect.poll(async () => (await client.query(INVALID)).rowCount, { timeout: 20_000 }).toBe(1);
      for (const url of [database.url, plain()]) {
        const { findings: found, reason, compared } = await validity(url);
        expect(keysOf(found)).toEqual([]);
        expect(reason).toMatch(
          /1 index not judged, since somebody is building or dropping it at this moment: held/,
        );
        expect(compared).toBe(before === '' || sql.startsWith('DROP') ? 2 : 3);
      }
      await holder.query('ROLLBACK');
      await built;
    } finally {
      await Promise.all([holder.end(), builder.end()]);
    }
    const { findings: found, reason } = await validity();
    expect([keysOf(found), reason]).toEqual([[], null]);
  });

  test('is told from one that is being built on another table', async () => {
    await client.query('INSERT INTO goals (id, a, x) VALUES (1, 7, 1), (2, 7, 1)');
    await client.query('CREATE UNIQUE INDEX CONCURRENTLY broken ON goals (a)').catch(() => undefined);
    const [holder, builder] = [database.url, database.url].map(
      (connectionString) => new pg.Client({ connectionString }),
    );
    if (holder === undefined || builder === undefined) throw new Error('There are two.');
    await Promise.all([holder.connect(), builder.connect()]);
    try {
      await holder.query('BEGIN; INSERT INTO users VALUES (1)');
      const built = builder.query('CREATE INDEX CONCURRENTLY held ON users ((id + 1))');
      await expect.poll(async () => (await client.query(INVALID)).rowCount, { timeout: 20_000 }).toBe(2);
      for (const url of [database.url, plain()]) {
        const { findings: found, reason } = await validity(url);
        expect(keysOf(found)).toEqual(['index.invalid:public.goals:broken']);
        expect(reason).toContain('held on public.users');
      }
      await holder.query('ROLLBACK');
      await built;
    } finally {
      await Promise.all([holder.end(), builder.end()]);
    }
  });
});

const INVALID = 'SELECT FROM pg_index WHERE NOT indisvalid';
