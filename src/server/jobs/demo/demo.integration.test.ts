import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Settings } from '../../../shared/config';
import { NO_COVERAGE } from '../../../shared/coverage';
import type { DemoName, JobEvent } from '../../../shared/job';
import type { Report } from '../../../shared/report';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { applyMigrations } from '../../prisma/schema-engine';
import { readClientOnDisk } from '../../probes/client/read-client';
import { createTestApplication, type TestApplication } from '../../probes/client/testing';
import { readPrismaSchemaText } from '../../probes/prisma/read-schema-text';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import { findProjectRoot } from '../../project-root';
import { type DemoContext, demo, demosInForce } from './demo';
import { snapshotOf } from './snapshot-for-tests';

const ROWS = `
  INSERT INTO users (id, email, name, "updatedAt") VALUES ('u1', 'a@example.org', 'Ada', now());
  INSERT INTO burnout_risk_assessments (id, "userId", "riskScore", "riskLevel", "contributingFactors", confidence)
    SELECT 'b' || n, 'u1', 10, (enum_range(NULL::"BurnoutRiskLevel"))[1], '[]', 0.5 FROM generate_series(1, 5) n;
  INSERT INTO struggle_predictions (id, "userId", "struggleProbability", confidence, "featureVector", "outcomeRecordedAt")
    SELECT 's' || n, 'u1', 0.5, 0.5, '{}', timestamp '2026-01-01' + n * interval '1 day' FROM generate_series(1, 5) n;
`;
const SQL_DEMOS = [
  'missing-column',
  'missing-table',
  'enum-value',
  'dropped-index',
  'invalid-index',
  'manual-sql',
] as const;

const REPORT: Report = {
  version: 1,
  runId: 'r',
  environment: 'test',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  verdict: 'pass',
  headline: '',
  summary: {
    tables: null,
    enums: null,
    models: null,
    endpoints: null,
    indexes: null,
    coverage: NO_COVERAGE,
    waived: 0,
  },
  checks: [],
  causes: [],
  evidence: {},
  notes: [],
  waivers: [],
  repair: null,
  rehearsal: null,
  fingerprints: { schema: null, database: null, client: null, manifest: null, commit: null },
};

let database: TestDatabase;
let application: TestApplication;
let client: pg.Client;

beforeAll(async () => {
  const root = findProjectRoot();
  const schema = join(root, 'prisma', 'schema.prisma');
  database = await createTestDatabase('demo');
  const schemaFiles = await readSchemaFiles(schema);
  await applyMigrations({
    databaseUrl: database.url,
    schemaFiles,
    migrationsDir: join(root, 'prisma', 'migrations'),
  });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(ROWS);
  application = await createTestApplication(await readFile(schema, 'utf8'));
  await mkdir(application.dataDir, { recursive: true });
});
afterAll(async () => {
  await client?.end();
  await application?.remove();
  await database?.drop();
});
afterEach(async () => {
  await rm(join(application.dataDir, 'demo'), { recursive: true, force: true });
});

function context(change: Partial<DemoContext> = {}): DemoContext {
  const url = new URL(database.url);
  return {
    settings: Settings.parse({
      schema: application.schema,
      databaseUrl: database.url,
      timeoutMs: 20_000,
      embedded: true,
    }),
    projectRoot: findProjectRoot(),
    dataDir: application.dataDir,
    reloadToken: null,
    signal: new AbortController().signal,
    verify: null,
    findEmbedded: async () => ({ host: url.hostname, port: Number(url.port) }),
    ...change,
  };
}

async function run(name: DemoName, ctx = context()): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of demo(name, ctx)) events.push(event);
  return events;
}

const inForce = async () => (await demosInForce(application.dataDir)).map((one) => one.name);

describe('demo', () => {
  it.each(SQL_DEMOS)('%s changes the database, and heal gives it back as it was', async (name) => {
    const before = await snapshotOf(client);
    await run(name);
    const ill = await snapshotOf(client);
    expect(ill).not.toEqual(before);
    expect(await inForce()).toEqual([name]);

    expect(await run(name)).toContainEqual({
      type: 'step',
      id: name,
      state: 'skipped',
      reason: expect.any(String),
    });
    expect(await snapshotOf(client)).toEqual(ill);

    await run('heal');
    expect(await snapshotOf(client)).toEqual(before);
    expect(await inForce()).toEqual([]);
    expect((await run('heal')).at(-1)).toEqual({ type: 'outcome', text: 'No demo was in force.' });
  });

  it('leaves an invalid index of the right definition', async () => {
    await run('invalid-index');
    const found = await client.query(
      `SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('public.idx_struggle_indicators_user_severity')`,
    );
    expect(found.rows).toEqual([{ indisvalid: false }]);
    await run('heal');
  });

  it('heals several at once, also those that somebody has repaired by hand', async () => {
    const before = await snapshotOf(client);
    for (const name of SQL_DEMOS) await run(name);
    await client.query('DROP INDEX hotfix_behavioral_patterns_note');
    await client.query(
      'CREATE INDEX idx_struggle_predictions_user_status_date ON struggle_predictions ("userId", status, "predictionDate" DESC)',
    );
    await client.query('CREATE TABLE cognitive_load_metrics (id text)');
    await run('heal');
    expect(await snapshotOf(client)).toEqual(before);
    expect(await inForce()).toEqual([]);
  });

  it('verifies afterwards where a verification is given', async () => {
    let runs = 0;
    const verify = async () => {
      runs += 1;
      return { ...REPORT, headline: `run ${runs}` };
    };
    expect((await run('manual-sql', context({ verify }))).at(-1)).toMatchObject({
      text: expect.stringMatching(/ run 1$/),
    });
    expect((await run('heal', context({ verify }))).at(-1)).toMatchObject({
      text: 'Healed: manual-sql. run 2',
    });
  });

  it('slow-route writes what the route wrapper reads', async () => {
    await run('slow-route');
    const file = join(application.dataDir, 'demo', 'slow-route.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      path: '/api/learning/articles',
      delayMs: 1500,
    });
    await run('heal');
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  it('stale-client puts a client without the Epic 5 models in place; heal puts the whole one back', async () => {
    const dir = join(application.root, 'src', 'generated', 'americano');
    await run('heal');
    const stale = await run('stale-client');
    expect(stale.at(-1)).toMatchObject({ type: 'outcome' });
    const old = await readClientOnDisk({ dir: dir, name: 'client' });
    expect(old).toMatchObject({ state: 'complete', client: { missingFiles: [] } });
    const models = old.state === 'complete' ? old.client.models : [];
    expect(models.length).toBe(38);
    expect(models.every((model) => model.story === 'core')).toBe(true);
    expect(await inForce()).toEqual(['stale-client']);
    await run('heal');
    expect(await inForce()).toEqual([]);
    const whole = await readClientOnDisk({ dir: dir, name: 'client' });
    expect(whole.state === 'complete' ? whole.client.models.length : 0).toBe(66);
    const schema = await readPrismaSchemaText(await readSchemaFiles(application.schema));
    expect(whole).toMatchObject({ client: { schemaFingerprint: schema.fingerprint } });
  });

  it.each([
    ['is not the embedded one', { settings: { embedded: false } }, 'only on the embedded Americano'],
    [
      'has another port',
      { settings: { databaseUrl: 'postgresql://u:secret@127.0.0.1:1/d' } },
      'settings name 127.0.0.1:1',
    ],
    [
      'is on another host',
      { settings: { databaseUrl: 'postgresql://u:secret@db.example.org/d' } },
      'stays as it is',
    ],
    ['does not run', { findEmbedded: async () => null }, 'not running'],
  ])('refuses a database that %s', async (_what, change, words) => {
    const base = context();
    const ctx = {
      ...base,
      ...change,
      settings: { ...base.settings, ...('settings' in change ? change.settings : {}) },
    };
    for (const name of [...SQL_DEMOS, 'slow-route', 'stale-client', 'heal'] as const) {
      await expect(run(name, ctx)).rejects.toThrow(words);
      await expect(run(name, ctx)).rejects.not.toThrow('secret');
    }
    expect(await inForce()).toEqual([]);
  });
});
