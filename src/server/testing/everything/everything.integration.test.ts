import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Settings } from '../../../shared/config';
import { verifyOnce } from '../../compose';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { emptyToSchemaDdl } from '../../prisma/schema-engine';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import { ddlToSchema } from '../../sql/ddl-to-schema';
import { loadSqlParser } from '../../sql/parser';
import { comparableTables, observeDatabase } from '../comparable';
import { createEverything, EVERYTHING } from '.';

describe('a schema that uses everything, on the database that its migrations make', () => {
  let database: TestDatabase;
  let made: Awaited<ReturnType<typeof createEverything>>;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-everything-data-'));
    database = await createTestDatabase('everything');
    made = await createEverything(database.url);
  });
  afterAll(async () => {
    await made?.dispose();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('no check finds an error, and none is unknown', async () => {
    const settings = Settings.parse({
      databaseUrl: database.url,
      schema: EVERYTHING.schema,
      migrations: made.migrationsDir,
      only: ['schema', 'migrations', 'indexes'],
      timeoutMs: 30_000,
    });
    const place = { projectRoot: process.cwd(), dataDir };
    const { report } = await verifyOnce(settings, place, {
      runId: randomUUID(),
      signal: new AbortController().signal,
    });
    const told = report.checks.map(({ id, verdict, reason, compared }) => ({
      id,
      verdict,
      reason,
      compared,
    }));
    const findings = report.checks.flatMap((check) => check.findings);
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(told.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  });
});

describe('a schema that uses everything, without what plain SQL adds', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    await loadSqlParser();
    database = await createTestDatabase('everything_prisma');
  });
  afterAll(() => database?.drop());

  test('the tables that its DDL makes are those that are expected, cell by cell', async () => {
    const { sql, notes } = await emptyToSchemaDdl(await readSchemaFiles(EVERYTHING.schema));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`CREATE SCHEMA tools; ${sql}`);
    await client.end();
    const expected = ddlToSchema(sql);
    const observed = await observeDatabase(database.url, EVERYTHING.schemas);
    expect([...notes, ...expected.notes]).toEqual([]);
    expect(observed.enums).toEqual(expected.schema.enums);
    expect(comparableTables(observed.tables)).toEqual(comparableTables(expected.schema.tables));
  });
});
