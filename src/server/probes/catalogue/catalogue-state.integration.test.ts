import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DatabaseSchema } from '../../../shared/database-schema';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { loadSqlParser } from '../../sql/parser';
import type { DatabaseSession } from '../types';
import { readCatalogue } from './catalogue';
import { type CatalogueState, isQuiet, readState, sameState } from './catalogue-state';
import { DatabaseError } from './database-error';
import { forgetAll, recall, VERIFY_WHOLE_AFTER } from './remembered';
import { openDatabaseSession } from './session';
import { DDL, type Effect } from './testing/ddl';
import { everythingSql, readOnce, runSql } from './testing/read';

const SCHEMAS = ['public', 'side'];

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  await loadSqlParser();
  database = await createTestDatabase('state');
  await runSql(database.url, await everythingSql());
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});
beforeEach(forgetAll);

/**
 * Work on a session of its own: one that stayed open would keep its snapshot, and DDL that goes on CONCURRENTLY waits for
 * older snapshots.
 */
async function inSession<T>(work: (session: DatabaseSession) => Promise<T>): Promise<T> {
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl: database.url, timeoutMs: 20_000, signal });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const state = () => inSession(async (session) => (await readState(session)).state);

/** What the model says, without statistics: they are read at every look. */
function structure(schema: DatabaseSchema): string {
  return JSON.stringify(schema, (key, value) =>
    ['rowEstimate', 'sizeBytes'].includes(key) ? undefined : value,
  );
}

/** Two looks one after the other must say the same; but the server itself may write between them (autovacuum). */
async function steadily(before: CatalogueState) {
  for (let attempt = 1; ; attempt += 1) {
    const after = await look();
    const stateChanged = !after.state.sameAs(before);
    const without = await inSession(
      async (session) => (await readState(session, [], [before.snapshot])).state,
    );
    if (without.sameAs(before) !== stateChanged || attempt === 3) return { after, stateChanged, without };
  }
}

/** The state and the model of now, of one moment. */
function look() {
  forgetAll();
  return inSession(async (session) => ({
    state: (await readState(session)).state,
    model: structure((await readCatalogue(session, SCHEMAS)).schema),
  }));
}

test('every statement that changes the model changes the state; those that change it needlessly are these', async () => {
  let before = await look();
  const seen: [string, Effect | 'missed'][] = [];
  for (const [sql] of DDL) {
    await client.query(sql);
    const { after, stateChanged, without } = await steadily(before.state);
    // Where the moment's number is the same nothing was written; then neither may the fold have changed.
    if (without.fold === null) expect(stateChanged).toBe(false);
    expect(without.sameAs(before.state)).toBe(!stateChanged);
    const modelChanged = after.model !== before.model;
    seen.push([sql, modelChanged ? (stateChanged ? 'model' : 'missed') : stateChanged ? 'needless' : 'none']);
    before = after;
  }
  expect(seen).toEqual(DDL);
}, 240_000);

/**
 * A look while others hold their locks; null where it was refused for them, which is no answer. PostgreSQL's functions
 * that print an expression may wait for a lock on the table.
 */
function lookBeside(): Promise<Awaited<ReturnType<typeof look>> | null> {
  return look().catch((error: unknown) => {
    if (error instanceof DatabaseError && error.code === '55P03') return null;
    throw error;
  });
}

test('transactions that finish in another order than they began never go unseen', async () => {
  const others = await Promise.all(
    [1, 2, 3].map(async () => {
      const other = new pg.Client({ connectionString: database.url });
      await other.connect();
      return other;
    }),
  );
  await client.query(
    others.map((_one, place) => `CREATE TABLE race${place} (a integer, b integer DEFAULT 0)`).join('; '),
  );
  let value = 0;
  let looks = 0;
  const change = fc.constantFrom('default', 'type', 'column', 'index', 'nothing');
  const steps = fc.array(
    fc.tuple(fc.nat(others.length - 1), fc.constantFrom('begin', 'end', 'undo', 'do'), change),
    {
      minLength: 4,
      maxLength: 14,
    },
  );
  const perform = async (who: number, what: string, kind: string, open: boolean[]) => {
    const other = others[who];
    value += 1;
    if (what === 'begin' && open[who] !== true) await other?.query('BEGIN; SELECT pg_current_xact_id()');
    if (what === 'end' && open[who] === true) await other?.query('COMMIT');
    if (what === 'undo' && open[who] === true) await other?.query('ROLLBACK');
    if (what === 'begin') open[who] = true;
    if (what === 'end' || what === 'undo') open[who] = false;
    if (what !== 'do') return;
    const table = `race${who}`;
    if (kind === 'default') await other?.query(`ALTER TABLE ${table} ALTER b SET DEFAULT ${value}`);
    if (kind === 'type') await other?.query(`ALTER TABLE ${table} ALTER a TYPE varchar(${value})`);
    if (kind === 'column')
      await other?.query(
        `ALTER TABLE ${table} DROP IF EXISTS c; ALTER TABLE ${table} ADD c numeric(${(value % 900) + 1})`,
      );
    if (kind === 'index')
      await other?.query(
        `DROP INDEX IF EXISTS ${table}_i; CREATE INDEX ${table}_i ON ${table} ((b + ${value}))`,
      );
  };
  try {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const open: boolean[] = [];
        try {
          let before = await look();
          for (const [who, what, kind] of all) {
            await perform(who, what, kind, open);
            const after = await lookBeside();
            if (after === null) continue;
            looks += 1;
            if (after.model !== before.model) expect(after.state.sameAs(before.state)).toBe(false);
            before = after;
          }
        } finally {
          await Promise.all(
            others.map((other, who) => (open[who] === true ? other.query('ROLLBACK') : null)),
          );
        }
      }),
      { numRuns: 5 },
    );
    expect(looks).toBeGreaterThan(0);
  } finally {
    await Promise.all(others.map((other) => other.end()));
  }
}, 240_000);

test('what is remembered is what a whole reading says, and the evidence says that it is remembered', async () => {
  const first = await readOnce(database.url, SCHEMAS);
  const second = await readOnce(database.url, SCHEMAS);
  expect(first.evidence[0]?.answer).toContain('first look');
  expect(second.evidence[0]?.answer).toMatch(/^unchanged since 20\d\d-.*, \d+ objects remembered$/);
  expect(second.evidence).toHaveLength(1);
  expect(second.schema.tables.every((table, place) => table === first.schema.tables[place])).toBe(true);
  await client.query('CREATE TABLE seen_at_once (id integer)');
  const third = await readOnce(database.url, SCHEMAS);
  expect(third.evidence[0]?.answer).toContain('changed since');
  expect(third.schema.tables.map((table) => table.name)).toContain('seen_at_once');
});

test('a change that these schemas do not show leaves the same tables, and the evidence says so', async () => {
  const first = await readOnce(database.url, SCHEMAS);
  await client.query('CREATE TEMPORARY TABLE unseen_by_schemas (id integer)');
  const second = await readOnce(database.url, SCHEMAS);
  expect(second.evidence[0]?.answer).toMatch(/^changed since .*everything was read and says the same$/);
  expect(second.schema.tables.every((table, place) => table === first.schema.tables[place])).toBe(true);
  expect(second.schema.tables).toHaveLength(first.schema.tables.length);
});

test('statistics are those of now, while the rest is remembered', async () => {
  await client.query('CREATE TABLE filling (id integer PRIMARY KEY)');
  const before = (await readOnce(database.url, SCHEMAS)).schema;
  await client.query('INSERT INTO filling SELECT generate_series(1, 5000); ANALYZE filling');
  const { schema, evidence } = await readOnce(database.url, SCHEMAS);
  expect(evidence[0]?.answer).toContain('unchanged since');
  const table = (of: DatabaseSchema) => of.tables.find((one) => one.name === 'filling');
  expect(table(before)?.rowEstimate).toBeNull();
  expect(table(schema)?.rowEstimate).toBe(5000);
  expect(table(schema)?.indexes[0]?.sizeBytes).toBeGreaterThan(8192);
});

test('every so often everything is read all the same', async () => {
  await readOnce(database.url, SCHEMAS);
  const key = JSON.stringify([(await state()).identity, SCHEMAS, 'public']);
  const remembered = recall(key);
  if (remembered === undefined) throw new Error('The catalogue was not remembered.');
  remembered.looks = VERIFY_WHOLE_AFTER.looks;
  // As if a change had gone unseen.
  remembered.built.schema = { ...remembered.built.schema, tables: remembered.built.schema.tables.slice(1) };
  const { schema, evidence } = await readOnce(database.url, SCHEMAS);
  expect(evidence[0]?.answer).toContain('reading everything anew found one');
  expect(schema.tables.length).toBeGreaterThan(remembered.built.schema.tables.length);
});

test('a transaction number that came round is not taken for the old one', async () => {
  const now = await state();
  expect(now.sameAs(now)).toBe(true);
  expect({ ...now }.sameAs({ ...now, nextTransaction: now.nextTransaction - 2n ** 31n })).toBe(false);
  expect({ ...now }.sameAs({ ...now, identity: 'another server' })).toBe(false);
});

/** A state with no writing transaction open: other tests share the server. */
async function quietMoment(): Promise<CatalogueState> {
  for (let tries = 0; tries < 400; tries += 1) {
    const now = await state();
    if (isQuiet(now.snapshot)) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Somebody was writing on the server of the tests all the time.');
}

test('after any write the catalogue is gone through, and only what it says counts', async () => {
  const again = (moment: CatalogueState) =>
    inSession(async (session) => (await readState(session, [], [moment.snapshot])).state);
  await client.query('CREATE TABLE IF NOT EXISTS written (id integer)');
  const quiet = await quietMoment();
  expect((await again(quiet)).sameAs(quiet)).toBe(true);
  await client.query('INSERT INTO written VALUES (1)');
  const written = await again(quiet);
  expect(written.fold).toBe(quiet.fold);
  expect(written.sameAs(quiet)).toBe(true);
  await client.query('ALTER TABLE written ADD other integer');
  const altered = await again(quiet);
  expect(altered.fold).not.toBeNull();
  expect(altered.sameAs(quiet)).toBe(false);
  expect(altered.sameAs(written)).toBe(false);
});

test('where nothing was written at all the catalogue is not gone through', async () => {
  // Others may write between the two: then it is tried again.
  for (let tries = 0; ; tries += 1) {
    forgetAll();
    const quiet = await quietMoment();
    await readOnce(database.url, SCHEMAS);
    const { evidence } = await readOnce(database.url, SCHEMAS);
    expect(evidence[0]?.answer).toContain('unchanged since');
    if (evidence[0]?.answer?.includes('nothing at all was written')) break;
    expect(tries, `never quiet after ${quiet.snapshot}`).toBeLessThan(50);
  }
});

test('a state that was not folded is the same as that of its own quiet moment, and as no other', async () => {
  const now = await state();
  const of = (change: Partial<CatalogueState>) => ({ ...now, ...change });
  const unfolded = of({ fold: null, snapshot: '9:9:' });
  expect(sameState(of({ snapshot: '9:9:' }), unfolded)).toBe(true);
  expect(sameState(of({ snapshot: '8:8:' }), unfolded)).toBe(false);
  expect(sameState(of({ fold: null, snapshot: '8:8:' }), unfolded)).toBe(false);
  expect(sameState(of({ snapshot: '9:9:', identity: 'another database' }), unfolded)).toBe(false);
  // With a transaction open, and on a standby, which names none that is open.
  for (const snapshot of ['8:9:8', '8:9:', ''])
    expect(sameState(of({ snapshot }), of({ fold: null, snapshot }))).toBe(false);
});
