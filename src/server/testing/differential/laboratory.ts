import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { checks } from '../../../checks/registry';
import { ONE_SIDED } from '../../../checks/testing/one-sided';
import type { Need, Observed } from '../../../checks/types';
import { Settings } from '../../../shared/config';
import type { DatabaseSchema } from '../../../shared/database-schema';
import type { Observation } from '../../../shared/observation';
import type { CheckReport } from '../../../shared/report';
import { dropDatabase, ensureDatabase, withClient } from '../../embedded/databases';
import { createObserver, type ProbeSet } from '../../engine/observe';
import { runChecks } from '../../engine/run';
import { givenProbe } from '../../engine/testing';
import { diffDatabaseToSchema, type SchemaFile } from '../../prisma/schema-engine';
import { openDatabaseSession } from '../../probes/catalogue/session';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import { probes } from '../../probes/registry';
import { type Facts, readFacts } from './facts';

/** A Prisma schema with its migrations, on which both judges are tried. */
export type Application = {
  name: string;
  schema: string;
  /** The database schemas that it uses. */
  schemas: readonly string[];
  /** What we report of its clean database, and why that is right there. */
  knownOnClean: readonly string[];
  /** Checks that cannot compare everything even there, as they say themselves. */
  unknownOnClean: readonly string[];
  /** Objects that plain SQL makes and no model has: how they are made is compared with nothing yet. */
  unmodelled: RegExp | null;
  /** Makes its database of an empty one; `dispose` ends what it needed beside it. */
  make(databaseUrl: string): Promise<{ migrationsDir: string; dispose(): Promise<void> }>;
};

/** A copy of the clean database that a test may harm. */
export type Copy = { url: string; client: pg.Client };

export type Laboratory = {
  application: Application;
  /** The clean database as Driftboard reads it: what changes can be made to. */
  shape: DatabaseSchema;
  facts: Facts;
  versionNumber: number;
  withCopy<T>(work: (copy: Copy) => Promise<T>): Promise<T>;
  factsOf(copy: Copy): Promise<Facts>;
  /** What Prisma's schema engine would run to bring the copy to the schema. */
  askEngine(databaseUrl: string): Promise<string>;
  askDriftboard(databaseUrl: string): Promise<CheckReport[]>;
  close(): Promise<void>;
};

/** What does not depend on the copy: it is read once, on the clean database. */
const STATIC: readonly Need[] = [
  'schema.prisma',
  'schema.ddl',
  'migrations.folder',
  'migrations.replay',
  'migrations.engine',
];
const signal = new AbortController().signal;
const TIMEOUT_MS = 60_000;

/**
 * A clean database of an application on a server, and both judges on copies of it.
 * @param serverUrl of any database of the server, as a role that may create databases
 * @param shadowUrl of the server on which the migrations are replayed
 */
export async function openLaboratory(
  application: Application,
  serverUrl: string,
  shadowUrl = serverUrl,
): Promise<Laboratory> {
  const template = `${application.name}_${randomBytes(4).toString('hex')}`;
  const urlOf = (database: string) => withDatabase(serverUrl, database);
  await ensureDatabase(serverUrl, template);
  const schemaFiles = await readSchemaFiles(application.schema);
  const made = await application.make(urlOf(template));
  const dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-laboratory-'));
  const settingsOf = (databaseUrl: string) =>
    Settings.parse({
      databaseUrl,
      shadowDatabaseUrl: shadowUrl,
      schema: application.schema,
      migrations: made.migrationsDir,
      only: ['schema', 'migrations', 'indexes'],
      timeoutMs: TIMEOUT_MS,
    });
  const fixed = await readStatic(settingsOf(urlOf(template)), dataDir);
  const { shape, facts, versionNumber } = await withClient(urlOf(template), async (client) => ({
    shape: fixed.shape,
    facts: await readFacts(client, application.schemas),
    versionNumber: Number((await client.query('SHOW server_version_num')).rows[0]?.server_version_num),
  }));
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();

  return {
    application,
    shape,
    facts,
    versionNumber,
    withCopy: (work) => withCopy(admin, serverUrl, template, work),
    factsOf: (copy) => readFacts(copy.client, application.schemas),
    askEngine: (databaseUrl) => askEngine(databaseUrl, schemaFiles),
    askDriftboard: async (databaseUrl) => {
      const settings = settingsOf(databaseUrl);
      const { report } = await runChecks({
        runId: 'laboratory',
        settings,
        checks: checks.filter(({ id }) => !ONE_SIDED.has(id)),
        probes: fixed.probes,
        context: { projectRoot: process.cwd(), dataDir, signal },
        openDatabase: () => openDatabaseSession({ databaseUrl, timeoutMs: TIMEOUT_MS, signal }),
        readCommit: async () => null,
      });
      return report.checks.filter((check) => check.verdict !== 'skipped' || check.compared > 0);
    },
    close: async () => {
      await admin.end();
      await dropDatabase(serverUrl, template);
      await made.dispose();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function readStatic(
  settings: Settings,
  dataDir: string,
): Promise<{ probes: ProbeSet; shape: DatabaseSchema }> {
  const databaseUrl = settings.databaseUrl ?? '';
  const observer = createObserver({
    probes,
    context: { settings, signal, projectRoot: process.cwd(), dataDir },
    openDatabase: () => openDatabaseSession({ databaseUrl, timeoutMs: TIMEOUT_MS, signal }),
  });
  try {
    const shape = await observer.observe('database.catalogue');
    if (!shape.ok) throw new Error(`The clean database cannot be read: ${shape.reason}`);
    const given = { ...probes };
    const keep = <N extends Need>(need: N, observation: Observation<Observed[N]>) => {
      const slot: { [K in N]: ProbeSet[K] | ReturnType<typeof givenProbe<K>> } = given;
      slot[need] = givenProbe(need, observation);
    };
    for (const need of STATIC) keep(need, await observer.observe(need));
    return { probes: given, shape: shape.value };
  } finally {
    await observer.close();
  }
}

let copies = 0;

async function withCopy<T>(
  admin: pg.Client,
  serverUrl: string,
  template: string,
  work: (copy: Copy) => Promise<T>,
): Promise<T> {
  copies += 1;
  const name = `${template}_${copies}`;
  await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const url = withDatabase(serverUrl, name);
  try {
    return await withClient(url, (client) => work({ url, client }));
  } finally {
    await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
  }
}

async function askEngine(databaseUrl: string, schemaFiles: SchemaFile[]): Promise<string> {
  return (await diffDatabaseToSchema({ databaseUrl, schemaFiles })).sql;
}

function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
