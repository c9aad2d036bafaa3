import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import { Rehearsal, type RepairPlan } from '../../shared/rehearsal';
import type { Report } from '../../shared/report';
import { verifyOnce } from '../compose';
import { dropDatabase } from '../embedded/databases';
import { createTestDatabase, type TestDatabase, withTestServer } from '../embedded/testing';
import { applyMigrations } from '../prisma/schema-engine';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { rehearse } from './rehearse';
import { structureOf, withClient } from './testing/illness';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SCHEMA = path.join(ROOT, 'prisma', 'schema.prisma');
const MIGRATIONS = path.join(ROOT, 'prisma', 'migrations');

let template: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  template = await createTestDatabase('rehearsal');
  dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-rehearsal-'));
  const schemaFiles = await readSchemaFiles(SCHEMA);
  await applyMigrations({ databaseUrl: template.url, schemaFiles, migrationsDir: MIGRATIONS });
});
afterAll(async () => {
  await template?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

type Outcome = { rehearsal: Rehearsal; report: Report; plan: RepairPlan; url: string };

const REFUSED = 'ALTER TABLE "public"."no_such_table" ADD COLUMN "a" integer;';

function settingsOf(url: string): Settings {
  return Settings.parse({
    databaseUrl: url,
    shadowDatabaseUrl: withTestServer().url('postgres'),
    schema: SCHEMA,
    migrations: MIGRATIONS,
    only: ['schema', 'indexes'],
    timeoutMs: 60_000,
  });
}

/** Americano made ill, verified and rehearsed; the database is dropped after `look`. */
async function rehearsed(
  sql: string,
  look: (outcome: Outcome) => Promise<void> | void,
  otherwise = (plan: RepairPlan) => plan,
): Promise<void> {
  const server = withTestServer();
  const name = `${template.name}_${Math.random().toString(36).slice(2, 8)}`;
  const url = server.url(name);
  await withClient(server.url('postgres'), (client) =>
    client.query(`CREATE DATABASE "${name}" TEMPLATE "${template.name}"`),
  );
  try {
    await withClient(url, (client) => client.query(sql));
    const settings = settingsOf(url);
    const place = { projectRoot: ROOT, dataDir };
    const signal = new AbortController().signal;
    const runId = randomUUID();
    const { report } = await verifyOnce(settings, place, { runId, signal });
    const plan = report.repair;
    if (plan === null) throw new Error('The run has no plan.');
    const before = await structureOf(url, ['public']);
    const rehearsal = await rehearse({ settings, ...place, signal, runId, plan: otherwise(plan) });
    Rehearsal.parse(rehearsal);
    // Nothing of it may have reached the watched database.
    expect(await structureOf(url, ['public'])).toEqual(before);
    await look({ rehearsal, report, plan, url });
  } finally {
    await dropDatabase(server.url('postgres'), name);
  }
}

const findingsOf = (report: Report) => report.checks.flatMap(({ findings }) => findings);

describe('a rehearsal of Americano', () => {
  test('a database that is well is copied whole, and has nothing to rehearse', async () => {
    await rehearsed('SELECT 1', ({ rehearsal, report }) => {
      expect(findingsOf(report).map(({ key }) => key)).toEqual([]);
      expect(rehearsal).toMatchObject({ notCopied: [], before: [], statements: [], verdict: 'pass' });
      expect(rehearsal.sentence).toContain('There is no SQL to rehearse');
    });
  });

  test('several illnesses at once are healed on the copy, and not on the database', async () => {
    await rehearsed(
      `ALTER TABLE struggle_predictions DROP COLUMN "predictionDate" CASCADE;
       DROP TABLE cognitive_load_metrics CASCADE;
       UPDATE pg_index SET indisvalid = false WHERE indexrelid = (
         SELECT min(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         JOIN pg_class ic ON ic.oid = i.indexrelid
         WHERE c.relname = 'behavioral_patterns' AND NOT i.indisunique AND ic.relkind = 'i');
       ALTER TABLE users ALTER COLUMN email DROP NOT NULL`,
      ({ rehearsal, report, plan }) => {
        expect(findingsOf(report).length).toBeGreaterThan(3);
        expect(rehearsal.notCopied).toEqual([]);
        expect(rehearsal.statements.filter(({ ok }) => !ok)).toEqual([]);
        expect(rehearsal.statements).toHaveLength(plan.statements.length);
        expect([...rehearsal.before].sort()).toEqual(
          findingsOf(report)
            .map(({ key }) => key)
            .sort(),
        );
        expect([...rehearsal.resolved].sort()).toEqual([...rehearsal.before].sort());
        expect([rehearsal.remaining, rehearsal.appeared]).toEqual([[], []]);
        expect(rehearsal.verdict).toBe('pass');
      },
    );
  });

  test('what no SQL repairs stays, and the sentence says so', async () => {
    await rehearsed(
      'CREATE TABLE by_hand (id int PRIMARY KEY); ALTER TABLE users ADD COLUMN extra text',
      ({ rehearsal }) => {
        expect(rehearsal.remaining.map(({ key }) => key)).toEqual([
          'table.unexpected:public.by_hand',
          'column.unexpected:public.users:extra',
        ]);
        expect(rehearsal.verdict).toBe('pass');
        expect(rehearsal.sentence).toContain('2 need something else than SQL');
      },
    );
  });

  test('a statement that PostgreSQL refuses is told in its words, the rest runs on, and the verdict is a fail', async () => {
    await rehearsed(
      'ALTER TABLE users ALTER COLUMN email DROP NOT NULL; DROP INDEX users_email_key',
      ({ rehearsal }) => {
        expect(rehearsal.statements.map(({ ok }) => ok)).toContain(false);
        const [refused, ...more] = rehearsal.statements.filter(({ ok }) => !ok);
        expect(more).toEqual([]);
        expect(refused).toMatchObject({ sql: REFUSED, error: expect.stringContaining('does not exist') });
        expect(rehearsal.statements.at(-1)?.ok).toBe(true);
        expect(rehearsal.resolved).toContain('column.nullability:public.users:email');
        expect(rehearsal.verdict).toBe('fail');
        expect(rehearsal.sentence).toContain('was refused on a copy of the structure');
      },
      (plan) => {
        const [first] = plan.statements;
        if (first === undefined) throw new Error('The plan is empty.');
        return { ...plan, statements: [{ ...first, sql: REFUSED }, ...plan.statements] };
      },
    );
  });

  test('a rehearsal that is cancelled ends with the reason of the signal and leaves no database behind', async () => {
    const controller = new AbortController();
    const reason = new Error('Cancelled by the user.');
    const server = withTestServer();
    const databases = () =>
      withClient(server.url('postgres'), async (client) =>
        (await client.query("SELECT datname FROM pg_database WHERE datname LIKE '%shadow%'")).rows.map(
          ({ datname }) => String(datname),
        ),
      );
    const before = await databases();
    const work = rehearse({
      settings: settingsOf(template.url),
      projectRoot: ROOT,
      dataDir,
      signal: controller.signal,
      runId: randomUUID(),
      plan: { statements: [], byOtherMeans: [], script: '' },
      onStage: (stage) => {
        if (stage === 'before') controller.abort(reason);
      },
    });
    await expect(work).rejects.toBe(reason);
    expect((await databases()).filter((name) => !before.includes(name))).toEqual([]);
  });

  test('what cannot be copied is told, and makes a rehearsal unknown instead of green', async () => {
    await rehearsed(
      `CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER away FOREIGN DATA WRAPPER nowhere;
       CREATE FOREIGN TABLE far (id int) SERVER away;
       CREATE TABLE near (id int, sum int); CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
       ALTER TABLE users ALTER COLUMN email DROP NOT NULL`,
      ({ rehearsal }) => {
        expect(rehearsal.notCopied.map(({ what }) => what)).toEqual(
          expect.arrayContaining(['foreign table public.far', 'aggregate public.total(integer)']),
        );
        expect(rehearsal.statements.every(({ ok }) => ok)).toBe(true);
        expect(rehearsal.resolved).toContain('column.nullability:public.users:email');
        expect(rehearsal.verdict).toBe('unknown');
        expect(rehearsal.sentence).toContain('could not be rehearsed');
      },
    );
  });
});
