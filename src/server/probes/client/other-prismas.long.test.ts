import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientLayout, LoadedClient } from '../../../shared/client';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { generateWith, type LabApplication } from '../../testing/other-prismas/generate-with';
import type { OtherPrismaVersion } from '../../testing/other-prismas/versions';
import { runDelegates } from './delegate-run';
import { delegateFailureSentence } from './delegate-words';
import { detectLayout } from './layout';
import { readClientOnDisk } from './read-client';
import { TEST_TABLES } from './testing';
import { buildSnippet, PRISMA_MODULE, startProcess } from './testing-health';

const CLIENT_ENGINE = ['engineType = "client"'];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('other_prismas');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(TEST_TABLES).finally(() => client.end());
});
afterAll(() => database?.drop());

type Case = { version: OtherPrismaVersion; layout: ClientLayout; options?: string[] };

/** Generates, hands the application over, and removes it. */
async function withApplication<T>(
  { version, layout, options = [] }: Case,
  work: (application: LabApplication) => Promise<T>,
): Promise<T> {
  const application = await generateWith(version, { layout, options });
  try {
    return await work(application);
  } finally {
    await application.remove();
  }
}

async function read(application: LabApplication) {
  const found = await readClientOnDisk({ dir: application.client, name: 'client' });
  if (found.state !== 'complete') throw new Error(`The client is ${found.state}.`);
  return found.client;
}

async function prove(application: LabApplication) {
  const client = await read(application);
  const detected = detectLayout(client.files.map((file) => file.path));
  if (detected === null) throw new Error('There is no client.');
  const answer = await runDelegates({
    client: { ...client, entry: detected.entry },
    resolveDir: application.client,
    models: ['User', 'Post'].map((name) => ({ name, counted: true, estimate: null })),
    databaseUrl: database.url,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    projectRoot: findProjectRoot(),
    dataDir: join(application.root, '.data'),
  });
  return { answer, client };
}

const PROVEN = {
  ok: true,
  report: {
    results: [
      { model: 'User', ok: true, firstRow: 'read', count: 2 },
      { model: 'Post', ok: true, firstRow: 'read', count: 3 },
    ],
  },
};

describe('delegates of other Prismas', () => {
  it.each<Case>([
    { version: '6.17.1', layout: 'prisma-client-js', options: CLIENT_ENGINE },
    { version: '6.17.1', layout: 'prisma-client', options: CLIENT_ENGINE },
    { version: '6.17.1', layout: 'prisma-client', options: [...CLIENT_ENGINE, 'moduleFormat = "cjs"'] },
    { version: '6.19.3', layout: 'prisma-client-js', options: CLIENT_ENGINE },
    { version: '6.19.3', layout: 'prisma-client', options: CLIENT_ENGINE },
    { version: '7.10.0', layout: 'prisma-client', options: ['moduleFormat = "cjs"'] },
    { version: '7.10.0', layout: 'prisma-client', options: ['moduleFormat = "esm"'] },
    { version: '7.10.0', layout: 'prisma-client', options: ['generatedFileExtension = "mts"'] },
    { version: '7.10.0', layout: 'prisma-client-js' },
  ])('$version $layout $options reads and counts', async (one) => {
    await withApplication(one, async (application) => {
      const { answer } = await prove(application);
      expect(answer, JSON.stringify(answer)).toMatchObject(PROVEN);
    });
  });

  it.each<Case>([
    { version: '5.22.0', layout: 'prisma-client-js' },
    { version: '6.17.1', layout: 'prisma-client-js' },
    { version: '6.17.1', layout: 'prisma-client' },
  ])('$version $layout without its native engine is unknown, with the next step', async (one) => {
    await withApplication(one, async (application) => {
      const { answer, client } = await prove(application);
      expect(answer).toMatchObject({ ok: false, kind: 'engine' });
      if (answer.ok) return;
      expect(delegateFailureSentence(answer, client)).toMatch(
        new RegExp(`^The native engine of the client in .* \\(Prisma ${one.version}\\) is not here`),
      );
    });
  });
});

describe('the health route of other Prismas', () => {
  /** Of Prisma 5 without its engine, which it misses as soon as it is made; what it was generated from it tells all the same. */
  const WITHOUT_ENGINE = `import { PrismaClient } from './generated/index.js';
process.on('unhandledRejection', () => undefined);
export const prisma = new PrismaClient().$extends({ name: 'extended' });
`;
  const EXTENDED = PRISMA_MODULE.replace('});\n', "}).$extends({ name: 'extended' });\n");

  it.each<Case>([
    { version: '5.22.0', layout: 'prisma-client-js' },
    { version: '6.17.1', layout: 'prisma-client-js', options: CLIENT_ENGINE },
    { version: '6.19.3', layout: 'prisma-client-js', options: CLIENT_ENGINE },
    { version: '7.10.0', layout: 'prisma-client-js' },
  ])('$version tells what the files say, also when it is extended', async (one) => {
    await withApplication(one, async (application) => {
      const src = join(application.root, 'src');
      await writeFile(join(src, 'prisma.ts'), one.version.startsWith('5') ? WITHOUT_ENGINE : EXTENDED);
      const server = await startProcess(await buildSnippet('node-server.ts', src), {
        DATABASE_URL: database.url,
      });
      try {
        const { fingerprint, schemaFingerprint, version, models } = await read(application);
        const answer = await fetch(`${server.baseUrl}/api/health/client`);
        expect(LoadedClient.parse(await answer.json())).toMatchObject({
          fingerprint,
          schemaFingerprint,
          version,
          models: models.map(({ name }) => name),
        });
      } finally {
        await server.stop();
      }
    });
  });
});
