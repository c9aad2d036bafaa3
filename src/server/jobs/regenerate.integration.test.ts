import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../shared/config';
import type { JobEvent } from '../../shared/job';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { readClientOnDisk } from '../probes/client/read-client';
import {
  createTestApplication,
  TEST_TABLES,
  type TestApplication,
  testSchema,
} from '../probes/client/testing';
import { findProjectRoot } from '../project-root';
import { lockState, takeLocks, ticketOf } from './lock';
import { clientLocks, swapFolder } from './lock-files';
import { type RegenerateContext, regenerate } from './regenerate';

let database: TestDatabase;
let application: TestApplication;

beforeAll(async () => {
  database = await createTestDatabase('regenerate');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(TEST_TABLES).finally(() => client.end());
});
afterAll(() => database?.drop());
beforeEach(async () => {
  application = await createTestApplication();
});
afterEach(() => application.remove());

const WITHOUT_POST = testSchema()
  .replace(/\/\/\/ story: 5\.1\nmodel Post \{[\s\S]*?\n\}\n/, '')
  .replace('  posts Post[]\n', '');

function context(change: Partial<RegenerateContext> = {}, baseUrl: string | null = null): RegenerateContext {
  return {
    settings: Settings.parse({
      schema: application.schema,
      client: [application.client],
      databaseUrl: database.url,
      baseUrl,
      timeoutMs: 10_000,
    }),
    projectRoot: findProjectRoot(),
    dataDir: application.dataDir,
    reloadToken: 'the-token',
    signal: new AbortController().signal,
    verify: null,
    ...change,
  };
}

async function run(ctx: RegenerateContext, onEvent: (event: JobEvent) => void = () => undefined) {
  const events: JobEvent[] = [];
  let error: unknown = null;
  try {
    for await (const event of regenerate(ctx)) {
      events.push(event);
      onEvent(event);
    }
  } catch (caught) {
    error = caught;
  }
  const steps = events.flatMap((event) =>
    event.type === 'step' && event.state !== 'running' ? [`${event.id} ${event.state}`] : [],
  );
  const outcome = events.flatMap((event) => (event.type === 'outcome' ? [event.text] : [])).join();
  return { events, error, steps, outcome };
}

/** Every file of the client with its text: the whole, or nothing. */
async function contents(): Promise<Record<string, string>> {
  const entries = await readdir(application.client, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')])),
  );
}

async function expectTidy(): Promise<void> {
  expect(await readdir(dirname(application.client))).toEqual(['generated']);
  for (const lock of locks()) expect(await lockState(lock)).toEqual({ state: 'free' });
  expect(existsSync(swapFolder(locks()))).toBe(false);
}

function locks(): string[] {
  return clientLocks(findProjectRoot(), { client: [application.client], schema: null });
}

async function models(): Promise<string[]> {
  const found = await readClientOnDisk({ dir: application.client, name: 'client' });
  return found.state === 'complete' ? found.client.models.map((model) => model.name) : [];
}

describe('regenerate', () => {
  it('replaces a stale client and says what changed', async () => {
    await application.generate(WITHOUT_POST);
    expect(await models()).toEqual(['User']);
    await writeFile(application.schema, testSchema());
    const { error, steps, outcome, events } = await run(context());
    expect(error).toBeNull();
    expect(steps).toEqual([
      'schema succeeded',
      'generate succeeded',
      'check succeeded',
      'types skipped',
      'swap succeeded',
      'load skipped',
    ]);
    expect(outcome).toMatch(/^1 model added: Post; 1 field differs: \+User\.posts\. Size .* Restart needed/);
    expect(events).toContainEqual({ type: 'progress', id: 'check', done: 2, total: 2 });
    const results = events.flatMap((event) => (event.type === 'result' ? [event.result] : []));
    expect(results).toMatchObject([
      {
        changes: [
          {
            models: {
              added: ['Post'],
              changed: [{ name: 'User', fields: { added: ['posts'], removed: [], changed: [] } }],
            },
          },
        ],
      },
      { takeUp: { how: 'restart-needed', processes: [] } },
    ]);
    expect(await models()).toEqual(['User', 'Post']);
    await expectTidy();
  });

  it('makes a client where there is none, or half of one', async () => {
    expect((await run(context())).outcome).toMatch(/^A client where there was none: 2 models/);
    await rm(join(application.client, 'internal'), { recursive: true });
    expect((await run(context())).outcome).toMatch(/^A client where there was an incomplete one/);
    expect((await run(context())).outcome).toMatch(/^Nothing changed\./);
    await expectTidy();
  });

  it('loads it into the running application, then verifies', async () => {
    let authorization: string | undefined;
    let baseUrl = '';
    const at = new Date().toISOString();
    const server = createServer(async (request, response) => {
      if (request.method === 'POST') authorization = request.headers.authorization;
      const found = await readClientOnDisk({ dir: application.client, name: 'client' });
      const body =
        found.state === 'complete'
          ? { ...found.client, models: ['User', 'Post'], pid: 1, startedAt: at, loadedAt: at, commit: null }
          : {};
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : null}`;
      const { steps, error } = await run(context({}, baseUrl));
      expect(error).toBeNull();
      expect(steps).toContain('load succeeded');
      expect(authorization).toBe('Bearer the-token');
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    const refused = await run(context({}, baseUrl));
    expect(refused.outcome).toContain('Nothing listens at');
  });

  it('tells type errors that the new client brings, or keeps it out for them', async () => {
    await application.generate();
    await writeFile(
      join(application.root, 'src', 'code.ts'),
      "import type { PrismaClient } from './generated/client';\nexport const posts = (prisma: PrismaClient) => prisma.post.count();\n",
    );
    const tsconfig = join(application.root, 'tsconfig.json');
    await writeFile(
      tsconfig,
      '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "types": [] }, "include": ["src"] }',
    );
    await writeFile(application.schema, WITHOUT_POST);
    const before = await contents();
    const { settings } = context();
    const blocked = await run(
      context({ settings: { ...settings, typeCheck: tsconfig, onTypeErrors: 'block' } }),
    );
    expect(blocked.steps.slice(2, 5)).toEqual(['check succeeded', 'types failed', 'swap cancelled']);
    expect(String(blocked.error)).toContain('The new client brings 1 type error. The old client stays');
    expect(await contents()).toEqual(before);
    const warned = await run(context({ settings: { ...settings, typeCheck: tsconfig } }));
    expect(warned.error).toBeNull();
    expect(warned.outcome).toContain('The new client brings 1 type error.');
    expect(await models()).toEqual(['User']);
    const results = warned.events.flatMap((event) => (event.type === 'result' ? [event.result.types] : []));
    expect(results).toContainEqual(
      expect.objectContaining({
        errors: 1,
        newErrors: 1,
        groups: [expect.objectContaining({ isNew: true })],
      }),
    );
    // What cannot be checked is told, and is no reason to keep an old client unless it was to block.
    const without = await run(
      context({ settings: { ...settings, typeCheck: join(application.root, 'none.json') } }),
    );
    expect(without.steps).toContain('types skipped');
    expect(without.outcome).toContain('The types were not checked: ');
  });

  it.each([
    ['a schema that Prisma refuses', 'model X {\n  id Wrong\n}\n', 'schema failed'],
    [
      'a generator that writes elsewhere',
      testSchema().replace('../src/generated', '../elsewhere'),
      'schema failed',
    ],
    ['a generator without output', testSchema().replace(/ {2}output.*\n/, ''), 'schema failed'],
  ])('leaves the old client whole for %s', async (_what, schema, step) => {
    await application.generate();
    const before = await contents();
    await writeFile(application.schema, schema);
    const { error, steps } = await run(context());
    expect(error).toMatchObject({ name: 'StepError' });
    expect(steps[0]).toBe(step);
    expect(await contents()).toEqual(before);
    await expectTidy();
  });

  it.each(['schema', 'generate', 'check', 'swap'])(
    'leaves the old client whole when cancelled in %s',
    async (id) => {
      await application.generate(WITHOUT_POST);
      const before = await contents();
      await writeFile(application.schema, testSchema());
      const abort = new AbortController();
      const { error, steps } = await run(context({ signal: abort.signal }), (event) => {
        if (event.type === 'step' && event.id === id && event.state === 'running') abort.abort();
      });
      expect(error).toBe(abort.signal.reason);
      expect(steps.at(-1)).toBe('load cancelled');
      expect(await contents()).toEqual(before);
      await expectTidy();
    },
  );

  it('runs one at a time, takes over the lock of a dead process, and tidies up after it', async () => {
    await application.generate();
    const [lock = ''] = locks();
    const other = await ticketOf('Demo');
    const release = await takeLocks([lock], other);
    expect((await run(context())).error).toMatchObject({ name: 'LockedError' });
    // What a job has locked is free for its parts.
    expect((await run(context({ ticket: other }))).error).toBeNull();
    await release();
    await writeFile(lock, JSON.stringify({ ...other, owner: { ...other.owner, pid: 999_999_999 } }));
    const before = await contents();
    // It was killed once more while it wrote the journal of its swap.
    await mkdir(swapFolder(locks()), { recursive: true });
    await writeFile(join(swapFolder(locks()), 'x.tmp'), '{"owner":');
    const aside = join(dirname(application.client), '.driftboard-generated');
    await mkdir(aside);
    await rename(application.client, join(aside, 'former-x'));
    const { error, outcome } = await run(context());
    expect(error).toBeNull();
    expect(outcome).toMatch(/^Nothing changed/);
    expect(Object.keys(await contents())).toEqual(Object.keys(before));
    await expectTidy();
  });
});
