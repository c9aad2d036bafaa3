import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Settings } from '../../../shared/config';
import type { Report } from '../../../shared/report';
import { verifyOnce } from '../../compose';
import { withClient } from '../../embedded/databases';
import { createTestDatabase, type TestDatabase, withTestServer } from '../../embedded/testing';
import { applyMigrations } from '../../prisma/schema-engine';
import { createEverything, EVERYTHING } from '../../testing/everything';
import { readSchemaFiles } from '../prisma/schema-files';

const SCHEMA = path.resolve('prisma/schema.prisma');

describe("Americano's schema, its migrations replayed, and a database that somebody changed", () => {
  let database: TestDatabase;
  let folder: string;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-sides-data-'));
    folder = await mkdtemp(path.join(tmpdir(), 'driftboard-sides-'));
    database = await createTestDatabase('sides');
    await cp('prisma/migrations', folder, { recursive: true });
    const schemaFiles = await readSchemaFiles(SCHEMA);
    await applyMigrations({ databaseUrl: database.url, schemaFiles, migrationsDir: folder });
  });
  afterAll(async () => {
    await database?.drop();
    for (const dir of [folder, dataDir]) await rm(dir, { recursive: true, force: true });
  });

  const run = (sql: string) => withClient(database.url, (client) => client.query(sql));

  async function verify(): Promise<Report> {
    const settings = Settings.parse({
      databaseUrl: database.url,
      shadowDatabaseUrl: withTestServer().url('postgres'),
      schema: SCHEMA,
      migrations: folder,
      only: ['schema', 'migrations', 'indexes'],
      timeoutMs: 30_000,
    });
    const options = { runId: 'r', signal: new AbortController().signal };
    return (await verifyOnce(settings, { projectRoot: process.cwd(), dataDir }, options)).report;
  }

  const findingsOf = (report: Report) => report.checks.flatMap((check) => check.findings);
  const told = (report: Report) =>
    findingsOf(report)
      .filter(({ severity }) => severity !== 'info')
      .map(({ key, sides, causedBy }) => [key, sides?.verdict ?? '', ...causedBy]);

  test('agree as they come, with every strategic index counted by its replay', async () => {
    const report = await verify();
    expect(told(report)).toEqual([]);
    expect(report.summary.indexes?.strategic).toEqual({ expected: 27, observed: 27 });
    expect(report.checks.find(({ id }) => id === 'replay')).toMatchObject({ verdict: 'pass', compared: 117 });
    expect(report.checks.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  });

  test('tell a manual change, a pending migration and what it makes, and an edit that a file beside them made', async () => {
    await run(`
      ALTER TABLE study_goals ALTER COLUMN "targetValue" TYPE bigint;
      CREATE TABLE scratch (id int PRIMARY KEY);
      DROP TABLE struggle_predictions CASCADE;
      DELETE FROM _prisma_migrations WHERE migration_name LIKE '%struggle_predictions'`);
    await writeFile(path.join(folder, 'scratch.sql'), 'CREATE TABLE scratch (id int PRIMARY KEY);');
    const report = await verify();
    const verdicts = new Map(told(report).map(([key = '', ...rest]) => [key, rest]));
    expect(verdicts.get('column.type:public.study_goals:targetValue')).toEqual([
      'Changed by hand in the database: schema.prisma and the migrations agree.',
    ]);
    expect(verdicts.get('table.unexpected:public.scratch')).toEqual([
      'Made by hand in the database: neither schema.prisma nor a migration has it.',
    ]);
    expect(verdicts.get('table.missing:public.struggle_predictions')).toEqual([
      'Only the database differs: schema.prisma and the migrations agree, and the migration 20260316112651_epic5_struggle_predictions that makes it is not applied.',
      'migration.pending:20260316112651_epic5_struggle_predictions',
    ]);
    const messages = findingsOf(report).map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.stringMatching(
        /epic5_struggle_predictions is in the folder.*, but \d+ of its \d+ changes that can be seen stand in the database/,
      ),
    );
    expect(messages).toContainEqual(
      expect.stringMatching(
        /scratch\.sql .*touches public\.scratch, .*the database has all \d+ things that it makes/,
      ),
    );
  });
});

test('the migrations of the schema that uses everything make what it declares, but for what is made elsewhere', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-sides-all-'));
  const database = await createTestDatabase('sides_all');
  const made = await createEverything(database.url);
  try {
    const settings = Settings.parse({
      databaseUrl: database.url,
      shadowDatabaseUrl: withTestServer().url('postgres'),
      schema: EVERYTHING.schema,
      migrations: made.migrationsDir,
      only: ['migrations'],
      timeoutMs: 30_000,
    });
    const options = { runId: 'r', signal: new AbortController().signal };
    const { report } = await verifyOnce(settings, { projectRoot: process.cwd(), dataDir }, options);
    expect(report.notes.filter((note) => note.includes('migration'))).toEqual([]);
    expect(report.checks.find(({ id }) => id === 'replay')).toMatchObject({ verdict: 'pass', findings: [] });
  } finally {
    await made.dispose();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
