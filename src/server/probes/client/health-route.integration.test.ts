import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type GeneratedClient, LoadedClient } from '../../../shared/client';
import { importModule } from '../../import-module';
import { startTestServer } from '../http/testing-server';
import { readClientOnDisk } from './read-client';
import { createTestApplication, type TestApplication, testSchema } from './testing';
import { buildSnippet, PRISMA_MODULE, startProcess } from './testing-health';

const URL_OF_NOTHING = 'postgresql://nobody@127.0.0.1:1/nothing';
const SCHEMA = testSchema('prisma-client-js');

let application: TestApplication;
let src: string;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  application = await createTestApplication(SCHEMA);
  await application.generate();
  src = join(application.root, 'src');
  await writeFile(join(src, 'prisma.ts'), PRISMA_MODULE);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => application?.remove());

async function onDisk(): Promise<GeneratedClient> {
  const found = await readClientOnDisk({ dir: application.client, name: 'client' });
  if (found.state !== 'complete') throw new Error('The test client is not complete.');
  return found.client;
}

/** The same that Driftboard reads of the files. */
async function expectLoaded(answer: unknown): Promise<LoadedClient> {
  const loaded = LoadedClient.parse(answer);
  const { fingerprint, schemaFingerprint, version, models } = await onDisk();
  expect(loaded).toMatchObject({
    fingerprint,
    schemaFingerprint,
    version,
    models: models.map(({ name }) => name),
    instance: expect.any(String),
  });
  return loaded;
}

const get = (baseUrl: string, headers: Record<string, string> = {}) =>
  fetch(`${baseUrl}/api/health/client`, { headers });

describe('the handlers of docs/health-client-route.md', () => {
  it('Next, App Router: a function from a Request to a Response', async () => {
    const file = await buildSnippet('app/api/health/client/route.ts', src);
    const Route = z.object({
      GET: z.custom<(request: Request) => Promise<Response>>((value) => typeof value === 'function'),
      dynamic: z.literal('force-dynamic'),
    });
    const { GET } = Route.parse(await importModule(pathToFileURL(file).href));
    const response = await GET(new Request('http://app/api/health/client'));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await expectLoaded(await response.json())).pid).toBe(process.pid);
    const refused = await GET(new Request('http://app/api/health/client', { method: 'POST' }));
    expect(refused.status).toBe(405);
  });

  it('Next, Pages Router: a handler of Node’s request and response', async () => {
    const file = await buildSnippet('pages/api/health/client.ts', src);
    const Page = z.object({
      default: z.custom<(request: IncomingMessage, response: ServerResponse) => Promise<void>>(
        (value) => typeof value === 'function',
      ),
    });
    const page = Page.parse(await importModule(pathToFileURL(file).href));
    const server = await startTestServer((request, response) => void page.default(request, response));
    stops.push(server.close);
    await expectLoaded(await (await get(server.baseUrl)).json());
  });

  it('node:http: a process of its own', async () => {
    const file = await buildSnippet('node-server.ts', src);
    const started = await startProcess(file, { DATABASE_URL: URL_OF_NOTHING });
    stops.push(started.stop);
    const loaded = await expectLoaded(await (await get(started.baseUrl)).json());
    expect(loaded.pid).toBe(started.pid);
    expect(Date.parse(loaded.startedAt)).toBeLessThanOrEqual(Date.parse(loaded.loadedAt));
  });

  it('lets nobody reload where the token was forgotten', async () => {
    const file = await buildSnippet('reloading-server.ts', src);
    const started = await startProcess(file, { DATABASE_URL: URL_OF_NOTHING });
    stops.push(started.stop);
    for (const authorization of ['Bearer ', 'Bearer', 'Basic Og==']) {
      const answer = await fetch(`${started.baseUrl}/api/health/client`, {
        method: 'POST',
        headers: { authorization },
      });
      expect(answer.status).toBe(401);
    }
    expect((await get(started.baseUrl)).status).toBe(200);
  });

  it('with a secret and a reload: asks for each, and takes up the client on disk', async () => {
    const file = await buildSnippet('reloading-server.ts', src);
    const started = await startProcess(file, {
      DATABASE_URL: URL_OF_NOTHING,
      HEALTH_SECRET: 'look',
      DRIFTBOARD_RELOAD_TOKEN: 'token',
    });
    stops.push(started.stop);
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    expect((await get(started.baseUrl)).status).toBe(401);
    expect((await get(started.baseUrl, basic('anybody:guess'))).status).toBe(401);
    const before = await (await get(started.baseUrl, basic('driftboard:look'))).json();
    const first = await expectLoaded(before);

    await application.generate(`${SCHEMA}\nmodel Goal {\n  id Int @id\n}\n`);
    const unchanged = await get(started.baseUrl, { authorization: 'Bearer look' });
    expect(LoadedClient.parse(await unchanged.json()).fingerprint).toBe(first.fingerprint);
    const post = (authorization: string) =>
      fetch(`${started.baseUrl}/api/health/client`, { method: 'POST', headers: { authorization } });
    expect((await post('Bearer look')).status).toBe(401);
    const answer = await post('Bearer token');
    expect(answer.status).toBe(200);
    const loaded = await expectLoaded(await answer.json());
    expect(loaded.models).toContain('Goal');
    expect(loaded.pid).toBe(first.pid);
    expect(Date.parse(loaded.loadedAt)).toBeGreaterThan(Date.parse(first.loadedAt));

    // A client that cannot be loaded leaves the former one, and its reason stays in the application's log.
    await writeFile(join(application.client, 'index.js'), 'throw new Error("half of it")');
    const failed = await post('Bearer token');
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain('half of it');
    const kept = await get(started.baseUrl, { authorization: 'Bearer look' });
    expect(LoadedClient.parse(await kept.json()).fingerprint).toBe(loaded.fingerprint);
  });
});
