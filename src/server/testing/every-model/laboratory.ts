import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { loadSeed } from '../../../../prisma/seed/load';
import { Settings } from '../../../shared/config';
import type { EndpointDeclaration } from '../../../shared/endpoints';
import type { PrismaSchema } from '../../../shared/prisma-schema';
import type { Report } from '../../../shared/report';
import type { Skippable } from '../../../shared/verdict';
import { verifyOnce } from '../../compose';
import { dropDatabase, withClient } from '../../embedded/databases';
import { createTestDatabase, withTestServer } from '../../embedded/testing';
import { generateClients } from '../../prisma/generate';
import { applyMigrations } from '../../prisma/schema-engine';
import { rememberedModels } from '../../probes/prisma/remembered-models';
import { findProjectRoot } from '../../project-root';
import { type ServedAmericano, serveAmericano } from './app';
import {
  type ClientTexts,
  clientWithout,
  readClientTexts,
  schemaInside,
  writeClientTexts,
} from './client-without';
import { type RouteStatements, statementsOf } from './statements';
import { giveBack, type Taking, take } from './takings';

/** Americano with its data, served by a process, of which parts are taken away one after the other. */
export type Laboratory = {
  schema: PrismaSchema;
  statements: RouteStatements;
  /** The answers of the whole application, by endpoint. */
  answers: ReadonlyMap<string, string>;
  /** A connection to the whole database, while nothing is taken. */
  whole<T>(work: (database: pg.Client) => Promise<T>): Promise<T>;
  /**
   * Takes these away at once and verifies once; everything is whole again afterwards.
   * @param options.onDisk delegates are taken from the client on disk too, not only from the one in memory
   */
  verifyWithout(
    takings: readonly Taking[],
    options?: { skip?: Skippable[]; onDisk?: boolean },
  ): Promise<Report>;
  close(): Promise<void>;
};

/** Budgets are not what is tried here, and other tests run beside these. */
const PATIENT_MS = 60_000;

export async function openLaboratory(endpoints: readonly EndpointDeclaration[]): Promise<Laboratory> {
  const root = findProjectRoot();
  const dir = join(root, '.data', 'test', randomUUID());
  const clientDir = join(dir, 'src', 'generated', 'americano');
  await mkdir(clientDir, { recursive: true });
  await cp(join(root, 'src', 'generated', 'americano'), clientDir, { recursive: true });
  await writeFile(
    join(dir, 'endpoints.ts'),
    `import manifest from '../../../driftboard.endpoints';
export default { ...manifest, endpoints: manifest.endpoints.map((one) => ({ ...one, budgetMs: ${PATIENT_MS} })) };
`,
  );
  const texts = await readClientTexts(clientDir);
  const base = await createTestDatabase('every_model');
  await fill(base.url);
  const app = await serveAmericano(
    dir,
    endpoints.map(({ path }) => path),
  );
  const settings = Settings.parse({
    schema: join(root, 'prisma', 'schema.prisma'),
    migrations: join(root, 'prisma', 'migrations'),
    client: clientDir,
    manifest: join(dir, 'endpoints.ts'),
    baseUrl: app.baseUrl,
    timeoutMs: PATIENT_MS,
  });
  const place = { projectRoot: root, dataDir: join(dir, '.data') };
  const first = await copyOf(base.name);
  await app.moveTo(first.url);
  const { statements, answers } = await withClient(first.url, (database) =>
    statementsOf(endpoints, app.baseUrl, database),
  );
  const spare = await copyOf(base.name);
  const kept = { app, clientDir, texts };
  // Dropped only when the application has left it: it has connections there.
  let left: string[] = [];
  const dropLeft = async () => {
    for (const name of left) await dropDatabase(withTestServer().url('postgres'), name);
    left = [];
  };

  return {
    schema: await rememberedModels(place.dataDir, [await schemaFile()], 'public'),
    statements,
    answers,
    whole: (work) => withClient(first.url, work),
    async verifyWithout(takings, { skip = [], onDisk = false } = {}) {
      // What can be undone needs no copy of its own.
      const undone = takings.every(({ kind }) => kind === 'enum value' || kind === 'delegate');
      const database = undone ? spare : await copyOf(base.name);
      try {
        await layOut(takings, database.url, kept);
        await dropLeft();
        if (!onDisk) await writeClientTexts(clientDir, texts);
        else await generateFrom(await readClientTexts(clientDir), dir);
        const { report } = await verifyOnce({ ...settings, databaseUrl: database.url, skip }, place, {
          runId: randomUUID(),
          signal: new AbortController().signal,
        });
        return report;
      } finally {
        if (onDisk) await cp(join(root, 'src', 'generated', 'americano'), clientDir, { recursive: true });
        if (undone)
          await withClient(spare.url, (client) => inTurn(takings, (taking) => giveBack(taking, client)));
        else left.push(database.name);
      }
    },
    async close() {
      await app.stop();
      left.push(spare.name, first.name);
      await dropLeft();
      await base.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

type Kept = { app: ServedAmericano; clientDir: string; texts: ClientTexts };

/** A database, a client on disk and a running process without what is taken. */
async function layOut(
  takings: readonly Taking[],
  databaseUrl: string,
  { app, clientDir, texts }: Kept,
): Promise<void> {
  await withClient(databaseUrl, (client) => inTurn(takings, (taking) => take(taking, client)));
  const lacking = takings.filter(({ kind }) => kind === 'delegate').map(({ model }) => model);
  if (lacking.length > 0) {
    await writeClientTexts(
      clientDir,
      lacking.reduce((client, model) => clientWithout(model, client), texts),
    );
  }
  await app.moveTo(databaseUrl);
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await work(item);
}

/** A client of the schema inside these texts, made by Prisma itself: every file of it belongs together. */
async function generateFrom(texts: ClientTexts, dir: string): Promise<void> {
  const schemaPath = join(dir, 'prisma', 'schema.prisma');
  const stagingDir = join(dir, '.staging');
  await mkdir(join(dir, 'prisma'), { recursive: true });
  await writeFile(schemaPath, schemaInside(texts));
  const signal = new AbortController().signal;
  const made = await generateClients({ schemaPath, stagingDir, signal, onLine: () => undefined });
  for (const { staged, target } of made) await cp(staged, target, { recursive: true });
  await rm(stagingDir, { recursive: true, force: true });
}

async function copyOf(base: string): Promise<{ name: string; url: string }> {
  const server = withTestServer();
  const name = `every_model_${randomBytes(5).toString('hex')}`;
  await withClient(server.url('postgres'), (database) =>
    database.query(`CREATE DATABASE "${name}" TEMPLATE "${base}"`),
  );
  return { name, url: server.url(name) };
}

async function schemaFile(): Promise<{ path: string; text: string }> {
  const path = 'prisma/schema.prisma';
  return { path, text: await readFile(join(findProjectRoot(), path), 'utf8') };
}

async function fill(databaseUrl: string): Promise<void> {
  await applyMigrations({
    databaseUrl,
    schemaFiles: [await schemaFile()],
    migrationsDir: join(findProjectRoot(), 'prisma', 'migrations'),
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for await (const _ of loadSeed(client, { size: 'small', reset: false }));
  } finally {
    await client.end();
  }
}
