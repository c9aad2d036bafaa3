import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../../checks/migrations';
import { placeKey } from '../../../shared/migrations';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { applyMigrations } from '../../prisma/schema-engine';
import { readSchemaFiles } from '../prisma/schema-files';
import { testContext } from '../testing-context';
import { migrationsEngineProbe } from './engine';
import { migrationsFolderProbe } from './folder';
import { migrationsHistoryProbe } from './history';

const SCHEMA = path.join(process.cwd(), 'prisma', 'schema.prisma');
const MIGRATIONS = path.join(process.cwd(), 'prisma', 'migrations');

describe('the migrations of Americano', () => {
  let database: TestDatabase;
  let copy: string;
  beforeAll(async () => {
    database = await createTestDatabase('migrations');
    copy = await mkdtemp(path.join(tmpdir(), 'driftboard-migrations-'));
    await cp(MIGRATIONS, copy, { recursive: true });
  });
  afterAll(async () => {
    await database?.drop();
    await rm(copy, { recursive: true, force: true });
  });

  test('before they are applied there is no history, and the engine says what is pending', async () => {
    const context = testContext({ databaseUrl: database.url, migrations: copy, schema: SCHEMA });
    expect(await migrationsHistoryProbe.read(context)).toMatchObject({
      ok: true,
      value: { present: false, rows: [] },
    });
    expect(await migrationsEngineProbe.read(context)).toMatchObject({
      ok: true,
      value: { upToDate: false, sentence: expect.stringContaining('not yet been applied') },
    });
    await context.close();
  });

  test('afterwards folder and history have the same names and checksums', async () => {
    const files = await readSchemaFiles(SCHEMA);
    await applyMigrations({ databaseUrl: database.url, schemaFiles: files, migrationsDir: copy });
    const context = testContext({ databaseUrl: database.url, migrations: copy, schema: SCHEMA });
    const [folder, history, engine] = await Promise.all([
      migrationsFolderProbe.read(context),
      migrationsHistoryProbe.read(context),
      migrationsEngineProbe.read(context),
    ]);
    await context.close();
    if (!folder.ok || !history.ok || !engine.ok) throw new Error('One of the three could not be read.');
    const pair = (one: { name: string; checksum: string }) => `${one.name} ${one.checksum}`;
    expect(history.value.rows.map(pair)).toEqual(folder.value.migrations.map(pair));
    expect(history.value.rows.every((row) => row.finishedAt?.endsWith('Z') === true)).toBe(true);
    expect(engine.value).toEqual({ upToDate: true, sentence: 'Database schema is up to date!' });
    const strategic = folder.value.indexes.filter((index) => index.source?.file.includes('strategic'));
    expect(strategic).toHaveLength(27);
    expect(strategic.every((index) => index.definition.startsWith('CREATE INDEX'))).toBe(true);
  });

  test('a file beside the migrations is loose, and broken SQL is named by its line', async () => {
    await writeFile(path.join(copy, 'by-hand.sql'), 'SELECT 1;');
    const context = testContext({ migrations: copy });
    expect(await migrationsFolderProbe.read(context)).toMatchObject({
      ok: true,
      value: { looseFiles: [path.join(copy, 'by-hand.sql')] },
    });
    await writeFile(
      path.join(copy, '20250914093012_init', 'migration.sql'),
      'SELECT 1;\n\nCREATE TABEL x ();',
    );
    expect(await migrationsFolderProbe.read(context)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/init.migration\.sql:3 is no SQL/),
    });
  });

  test('a text with other line ends is the same, for us as for the engine, and an edit is none', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'driftboard-line-ends-'));
    const file = path.join(own, '20250914093012_init', 'migration.sql');
    const read = async () => {
      const context = testContext({ databaseUrl: database.url, migrations: own, schema: SCHEMA });
      const [folder, history, engine] = await Promise.all([
        migrationsFolderProbe.read(context),
        migrationsHistoryProbe.read(context),
        migrationsEngineProbe.read(context),
      ]);
      await context.close();
      if (!folder.ok || !history.ok || !engine.ok) throw new Error('One of the three could not be read.');
      const sides = {
        'migrations.folder': folder.value,
        'migrations.history': history.value,
        'migrations.engine': engine.value,
      };
      const { findings } = migrations.runWith(sides, { ignore: [] });
      return { engine: engine.value, told: findings.map(({ rule, severity }) => `${rule} ${severity}`) };
    };
    try {
      await cp(MIGRATIONS, own, { recursive: true });
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll('\n', '\r\n'));
      expect(await read()).toMatchObject({ engine: { upToDate: true }, told: ['migration.edited info'] });
      await writeFile(file, `${text}-- edited\n`);
      expect(await read()).toMatchObject({ engine: { upToDate: false }, told: ['migration.edited warning'] });
      await writeFile(file, text);
      expect(await read()).toMatchObject({ engine: { upToDate: true }, told: [] });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  test('what lies beside the migrations is looked through, but for what no parser takes', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'driftboard-loose-'));
    try {
      await mkdir(path.join(own, 'manual', 'deep'), { recursive: true });
      await mkdir(path.join(own, '1_a'));
      await writeFile(path.join(own, '1_a', 'migration.sql'), 'SELECT 1;');
      await writeFile(path.join(own, '1_a', 'down.sql'), 'DROP TABLE gone;');
      const fix = path.join(own, 'manual', 'deep', 'fix.sql');
      await writeFile(fix, 'WITH w AS (SELECT 1) UPDATE users SET a = 1; CREATE INDEX i ON crm.notes (b);');
      await writeFile(path.join(own, 'import.SQL'), '\\copy users from file.csv');
      const context = testContext({ migrations: own });
      const folder = await migrationsFolderProbe.read(context);
      if (!folder.ok) throw new Error(folder.reason);
      expect(folder.value.looseFiles.map((one) => path.relative(own, one)).sort()).toEqual([
        '1_a/down.sql',
        'import.SQL',
        'manual/deep/fix.sql',
      ]);
      expect(folder.value.looseSql).toEqual({
        [path.join(own, '1_a', 'down.sql')]: { tables: [], makes: [] },
        [fix]: { tables: ['crm.notes', 'public.users'], makes: [placeKey('index', 'crm', 'i', 'notes')] },
      });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  test('a folder without a readable migration.sql does not drop out', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'driftboard-unreadable-'));
    try {
      await cp(MIGRATIONS, own, { recursive: true });
      await mkdir(path.join(own, '20991231000000_lost'));
      await mkdir(path.join(own, '20991231000001_folder', 'migration.sql'), { recursive: true });
      const context = testContext({ databaseUrl: database.url, migrations: own, schema: SCHEMA });
      const folder = await migrationsFolderProbe.read(context);
      const engine = await migrationsEngineProbe.read(context);
      await context.close();
      expect(folder).toMatchObject({
        ok: true,
        value: {
          unreadable: [
            { name: '20991231000000_lost', reason: 'there is none in this folder' },
            { name: '20991231000001_folder', reason: 'it is a folder' },
          ],
          notes: [],
        },
        evidence: [{ answer: expect.stringContaining('20991231000000_lost/migration.sql cannot be read') }],
      });
      expect(engine).toMatchObject({
        value: { upToDate: false, sentence: expect.stringContaining('_lost') },
      });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  test('a schema engine that fails says so where it is looked for', async () => {
    const schema = path.join(copy, 'nowhere.prisma');
    const context = testContext({ databaseUrl: database.url, migrations: copy, schema });
    expect(await migrationsEngineProbe.read(context)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('could not read the history'),
      evidence: [{ kind: 'parser', answer: expect.stringMatching(/\S/) }],
    });
    await context.close();
  });

  test('the privilege that lacks is the one that is named', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const role = `reader_${database.name}`.slice(0, 63);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'reader';
    const reason = async () => {
      const context = testContext({ databaseUrl: url.href, migrations: MIGRATIONS });
      const read = await migrationsHistoryProbe.read(context);
      await context.close();
      return read.ok ? 'readable' : read.reason;
    };
    try {
      await admin.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'reader'`);
      expect(await reason()).toMatch(/may not read.*: GRANT SELECT ON "public"\."_prisma_migrations" to it/);
      await admin.query(
        `GRANT SELECT ON _prisma_migrations TO "${role}"; REVOKE USAGE ON SCHEMA public FROM PUBLIC`,
      );
      expect(await reason()).toMatch(/may not use the schema public.*: GRANT USAGE ON SCHEMA "public" to it/);
      await admin.query(`GRANT USAGE ON SCHEMA public TO "${role}"`);
      expect(await reason()).toBe('readable');
    } finally {
      await admin.query(
        `GRANT USAGE ON SCHEMA public TO PUBLIC; DROP OWNED BY "${role}"; DROP ROLE "${role}"`,
      );
      await admin.end();
    }
  });

  test('what is not set is named', async () => {
    const context = testContext({});
    for (const probe of [migrationsFolderProbe, migrationsHistoryProbe, migrationsEngineProbe]) {
      expect(await probe.read(context)).toMatchObject({
        ok: false,
        notConfigured: expect.stringContaining('--migrations'),
      });
    }
  });

  test('a folder that is not there is told', async () => {
    const context = testContext({ migrations: path.join(copy, 'nowhere') });
    expect(await migrationsFolderProbe.read(context)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nowhere'),
    });
  });
});
