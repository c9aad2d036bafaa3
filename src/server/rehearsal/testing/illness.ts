import pg from 'pg';
import { expect } from 'vitest';
import type { Observed } from '../../../checks/types';
import type { DatabaseSchema } from '../../../shared/database-schema';
import { type Finding, type RepairStatement, TABLE_LOCKS } from '../../../shared/finding';
import { emptyToSchemaDdl } from '../../prisma/schema-engine';
import { readCatalogue } from '../../probes/catalogue/catalogue';
import { openDatabaseSession } from '../../probes/catalogue/session';
import { standingIndexes } from '../../probes/migrations/standing-indexes';
import { readPrismaSchemaText } from '../../probes/prisma/read-schema-text';
import { ddlToSchema } from '../../sql/ddl-to-schema';
import { loadSqlParser, parseSql } from '../../sql/parser';
import { judgeStructure } from '../judge';

export type Expected = Omit<Partial<Observed>, 'database.catalogue'>;

/** What a schema text and some plain SQL beside it expect of a database, and the script that makes it. */
export async function expectedOf(
  schema: string,
  migration = '',
): Promise<{ expected: Expected; ddl: string }> {
  await loadSqlParser();
  const files = [{ path: 'prisma/schema.prisma', text: schema }];
  const { sql } = await emptyToSchemaDdl(files);
  const logical = await readPrismaSchemaText(files);
  const file = 'prisma/migrations/1_extra/migration.sql';
  const standing = standingIndexes([{ path: file, sql: `${sql}\n${migration}` }]);
  const made = ddlToSchema(sql);
  const ddl = { ...made.schema, schemas: logical.schemas };
  const own = new Set(ddl.tables.flatMap((table) => table.indexes.map((index) => index.name)));
  return {
    ddl: `${sql}\n${migration}`,
    expected: {
      'schema.prisma': logical,
      'schema.ddl': ddl,
      'migrations.folder': {
        dir: 'prisma/migrations',
        migrations: [{ name: '1_extra', checksum: 'x', file }],
        looseFiles: [],
        indexes: standing.indexes.filter((index) => !own.has(index.name)),
        unreadable: [],
        notes: [],
      },
    },
  };
}

/** The structure of a database as the probes read it. */
export async function structureOf(url: string, schemas: readonly string[]): Promise<DatabaseSchema> {
  const session = await openDatabaseSession({
    databaseUrl: url,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
  });
  try {
    return (await readCatalogue(session, schemas)).schema;
  } finally {
    await session.close();
  }
}

/** What the checks find on a database. */
export async function findingsOn(url: string, expected: Expected): Promise<Finding[]> {
  const catalogue = await structureOf(url, expected['schema.prisma']?.schemas ?? ['public']);
  return judgeStructure({ ...expected, 'database.catalogue': catalogue }, { ignore: [] });
}

/** Work on one connection. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return work(client).finally(() => client.end());
}

const LOCKS =
  'SELECT mode, relation::text AS oid FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL';
const FILE = 'SELECT pg_relation_filenode($1::oid) AS file';
const NO_FILE = JSON.stringify({ file: null });

/** The tables that a repair finds, by oid, as `schema.name`. */
export async function tablesOf(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query(
    "SELECT c.oid::text AS oid, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
  );
  return new Map(rows.map(({ oid, name }) => [String(oid), String(name)]));
}

/**
 * Runs one statement and holds what it says of itself against the server: the strongest lock that it takes on a table
 * that was there before the repair, and whether the table that it names is written anew.
 */
export async function runMeasured(
  client: pg.Client,
  one: RepairStatement,
  tables: ReadonlyMap<string, string>,
): Promise<void> {
  if (one.transaction === 'outside') {
    await client.query(one.sql);
    return;
  }
  const oids = new Map([...tables].map(([oid, name]) => [name, oid]));
  const oid = oids.get(one.lockedTable ?? '');
  const file = async () =>
    oid === undefined ? null : JSON.stringify((await client.query(FILE, [oid])).rows[0]);
  const before = await file();
  await client.query('BEGIN');
  try {
    await client.query(one.sql);
    const { rows } = await client.query(LOCKS);
    await client.query('COMMIT');
    const taken = rows
      // What the statement itself makes nobody else can wait for.
      .flatMap(({ mode, oid }) => {
        const name = tables.get(String(oid));
        return name === undefined ? [] : [{ name, lock: lockOf(String(mode)) }];
      });
    const isNew = one.lockedTable !== null && oid === undefined;
    // What a query takes too keeps nobody waiting, whether a statement says it or not.
    const least = one.lock === null ? TABLE_LOCKS.indexOf('ROW SHARE') : 0;
    const places = taken.map(({ lock }) => TABLE_LOCKS.indexOf(lock)).filter((place) => place >= least);
    const strongest = Math.max(-1, ...places);
    expect(`${one.sql} takes ${TABLE_LOCKS[strongest] ?? null}`).toBe(
      `${one.sql} takes ${isNew ? null : one.lock}`,
    );
    if (one.lock !== null && !isNew) expect(taken).toContainEqual({ name: one.lockedTable, lock: one.lock });
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  const after = await file();
  // What was dropped has no file any more.
  const rewrites = after !== NO_FILE && before !== after;
  expect(`${one.sql} rewrites: ${rewrites}`).toBe(`${one.sql} rewrites: ${one.rewrites}`);
}

const SPELLINGS = new Map<string, (typeof TABLE_LOCKS)[number]>([
  ['AccessShareLock', 'ACCESS SHARE'],
  ['RowShareLock', 'ROW SHARE'],
  ['RowExclusiveLock', 'ROW EXCLUSIVE'],
  ['ShareUpdateExclusiveLock', 'SHARE UPDATE EXCLUSIVE'],
  ['ShareLock', 'SHARE'],
  ['ShareRowExclusiveLock', 'SHARE ROW EXCLUSIVE'],
  ['ExclusiveLock', 'EXCLUSIVE'],
  ['AccessExclusiveLock', 'ACCESS EXCLUSIVE'],
]);

function lockOf(mode: string): (typeof TABLE_LOCKS)[number] {
  const lock = SPELLINGS.get(mode);
  if (lock === undefined) throw new Error(`No such lock is known: ${mode}.`);
  return lock;
}

/** Runs a script as psql would: one statement after the other, none within a transaction of the message. */
export async function runScript(client: pg.Client, script: string): Promise<void> {
  const bytes = Buffer.from(script, 'utf8');
  for (const { offsetBytes, lengthBytes } of parseSql(script)) {
    const end = lengthBytes === null ? bytes.length : offsetBytes + lengthBytes;
    await client.query(bytes.subarray(offsetBytes, end).toString('utf8'));
  }
}
