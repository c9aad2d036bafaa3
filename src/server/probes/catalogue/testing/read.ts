import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { DatabaseSchema } from '../../../../shared/database-schema';
import type { Evidence } from '../../../../shared/observation';
import { loadSqlParser } from '../../../sql/parser';
import { readCatalogue } from '../catalogue';
import { openDatabaseSession } from '../session';

/** DDL with one of each kind of object. */
export const everythingSql = () => readFile(path.join(import.meta.dirname, 'everything.sql'), 'utf8');

/** Runs a script on a database. */
export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The catalogue as a run would read it, in a session of its own. */
export async function readOnce(
  url: string,
  schemas = ['public'],
  defaultSchema = 'public',
): Promise<{ schema: DatabaseSchema; evidence: Evidence[] }> {
  await loadSqlParser();
  const signal = new AbortController().signal;
  const session = await openDatabaseSession({ databaseUrl: url, timeoutMs: 20_000, signal });
  try {
    return await readCatalogue(session, schemas, defaultSchema);
  } finally {
    await session.close();
  }
}
