import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../../shared/config';
import type { EndpointResult } from '../../../shared/endpoints';
import { failed, type ProbeContext } from '../types';
import { endpointResultsProbe } from './endpoints';
import { startTestServer, type TestServer } from './testing-server';

const json = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

let folder: string;
let app: TestServer;
let hits: Map<string, number>;
let seen: { url: string; headers: Record<string, unknown> }[];
let atOnce = 0;
let mostAtOnce = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-http-'));
  app = await startTestServer((request, response) => {
    const route = new URL(request.url ?? '/', 'http://app').pathname;
    const hit = (hits.get(route) ?? 0) + 1;
    hits.set(route, hit);
    seen.push({ url: request.url ?? '', headers: request.headers });
    switch (route.replace(/\d+$/, '')) {
      case '/ok':
        return json(response, 200, { goals: [] });
      case '/cold':
        return json(response, 200, {}, hit === 1 ? { 'x-americano-cold': '1' } : {});
      case '/prisma-error':
        return json(response, 500, { error: { code: 'P2021', message: 'The table does not exist' } });
      case '/flapping':
        return json(response, hit === 1 ? 503 : 200, {});
      case '/slow-once':
        return setTimeout(() => json(response, 200, {}), hit === 1 ? 120 : 0);
      case '/slow':
        return setTimeout(() => json(response, 200, {}), 120);
      case '/crowd':
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        return setTimeout(() => {
          atOnce -= 1;
          json(response, 200, {});
        }, 400);
      case '/hang':
        return;
      case '/half':
        response.writeHead(200, { 'content-type': 'application/json' });
        return response.write('{"a":');
      case '/reset':
        return request.socket.resetAndDestroy();
      case '/cut':
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"a":');
        return setTimeout(() => request.socket.destroy(), 20);
      case '/big':
        response.writeHead(200, { 'content-type': 'text/plain' });
        return response.end('x'.repeat(3 * 1024 * 1024));
      case '/longish':
        response.writeHead(200, { 'content-type': 'text/plain' });
        return response.end('y'.repeat(600 * 1024));
      case '/redirect':
        response.writeHead(302, { location: '/ok' });
        return response.end();
      case '/html':
        response.writeHead(200, { 'content-type': 'text/html' });
        return response.end('<!doctype html><p>hello');
      case '/mistyped':
        response.writeHead(200, { 'content-type': 'text/plain' });
        return response.end('{"goals":[]}');
      case '/not-json':
        response.writeHead(200, { 'content-type': 'application/problem+json' });
        return response.end('oops');
      case '/secret':
        return json(response, 500, { message: 'postgresql://app:hunter2@db/x failed' });
      default:
        return json(response, 404, { error: { code: 'not-found', message: 'No such route.' } });
    }
  });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

let controller: AbortController;
beforeEach(() => {
  hits = new Map();
  seen = [];
  controller = new AbortController();
});
afterEach(() => controller.abort());

let files = 0;
async function manifest(content: unknown): Promise<string> {
  files += 1;
  const file = path.join(folder, `manifest-${files}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function context(settings: Partial<Settings>): ProbeContext {
  return {
    settings: Settings.parse({ timeoutMs: 400, baseUrl: app.baseUrl, ...settings }),
    signal: controller.signal,
    projectRoot: folder,
    dataDir: folder,
    database: () => Promise.reject(new Error('no database in this test')),
    observe: async () => failed('nothing else is observed in this test'),
  };
}

async function ask(endpoints: object[], settings: Partial<Settings> = {}) {
  return endpointResultsProbe.read(context({ manifest: await manifest({ endpoints }), ...settings }));
}

async function askOne(declaration: object, settings: Partial<Settings> = {}): Promise<EndpointResult> {
  const observation = await ask([declaration, { path: '/ok' }], settings);
  if (!observation.ok) throw new Error(observation.reason);
  const result = observation.value.results[0];
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('what an answer becomes', () => {
  it('keeps status, type, parsed body, text, size and times of an answer', async () => {
    const only = await askOne({ path: '/ok1', query: { userId: 'a b' } });
    expect(only.id).toBe('GET /ok1');
    expect(only.tries).toHaveLength(1);
    expect(only.tries[0]).toMatchObject({
      url: `${app.baseUrl}/ok1?userId=a+b`,
      status: 200,
      transportError: null,
      contentType: 'application/json; charset=utf-8',
      json: { goals: [] },
      bodyText: '{"goals":[]}',
      bodyBytes: 12,
    });
    const [first] = only.tries;
    expect(first?.durationMs).toBeGreaterThanOrEqual(first?.firstByteMs ?? Number.POSITIVE_INFINITY);
  });

  it('parses no body that does not call itself JSON, and none that is not', async () => {
    for (const route of ['/html', '/mistyped', '/not-json']) {
      const [only] = (await askOne({ path: route })).tries;
      expect(only).toMatchObject({ status: 200, transportError: null });
      expect(only).not.toHaveProperty('json');
    }
  });

  it('follows no redirect', async () => {
    const [only] = (await askOne({ path: '/redirect' })).tries;
    expect(only?.status).toBe(302);
    expect(hits.get('/ok')).toBe(1);
  });

  it('cuts the text of a long body and stops reading a huge one', async () => {
    const [longish] = (await askOne({ path: '/longish' })).tries;
    expect(longish).toMatchObject({ status: 200, bodyBytes: 600 * 1024 });
    expect(longish?.bodyText).toHaveLength(256 * 1024);
    const big = await askOne({ path: '/big' });
    expect(big.tries).toHaveLength(1);
    expect(big.tries[0]).toMatchObject({ status: null, transportError: { code: 'body-too-large' } });
    expect(big.tries[0]?.transportError?.message).toContain('200 with more than 1 MB');
  });

  it('masks secrets in bodies, addresses and evidence', async () => {
    const observation = await ask([{ path: '/secret', query: { token: 'abc' }, retries: 0 }]);
    const text = JSON.stringify(
      observation.ok ? { ...observation.value.results[0], e: observation.evidence } : {},
    );
    expect(text).toContain('postgresql://app:***@db/x');
    expect(text).toContain('token=***');
    const shown = observation.ok ? observation.value.results[0]?.tries[0] : undefined;
    expect(shown?.bodyText).not.toContain('hunter2');
    expect(JSON.stringify(observation.evidence)).not.toContain('abc');
  });

  it('sends the declared headers and the base address’s user, and keeps a path in front', async () => {
    const baseUrl = `${app.baseUrl.replace('http://', 'http://ann:s3cret@')}/base/`;
    const observation = await ask([{ path: '/ok', headers: { 'X-Tenant': 'a' } }], { baseUrl });
    expect(seen[0]?.url).toBe('/base/ok');
    expect(seen[0]?.headers).toMatchObject({ 'x-tenant': 'a', authorization: 'Basic YW5uOnMzY3JldA==' });
    expect(JSON.stringify(observation)).not.toContain('s3cret');
  });

  it('takes a password with a bare percent sign as it stands', async () => {
    await ask([{ path: '/ok' }], { baseUrl: app.baseUrl.replace('http://', 'http://ann:50%off@') });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:50%off').toString('base64')}`);
  });

  it('is cold where the application says so of the deciding try', async () => {
    expect((await askOne({ path: '/cold' })).cold).toBe(true);
    expect((await askOne({ path: '/cold' })).cold).toBe(false);
  });
});

describe('retries', () => {
  it('keeps all tries of an endpoint that recovers', async () => {
    const result = await askOne({ path: '/flapping', retries: 3 });
    expect(result.tries.map((one) => one.status)).toEqual([503, 200]);
  });

  it('tries a server error as often as declared, and a 404 once', async () => {
    expect((await askOne({ path: '/prisma-error', retries: 2 })).tries).toHaveLength(3);
    expect((await askOne({ path: '/prisma-error', retries: 0 })).tries).toHaveLength(1);
    expect((await askOne({ path: '/prisma-error', expectStatus: 500 })).tries).toHaveLength(1);
    expect((await askOne({ path: '/nowhere', retries: 3 })).tries).toHaveLength(1);
  });
});

describe('no answer', () => {
  it('says whether nothing came or only half', async () => {
    const hang = await askOne({ path: '/hang', retries: 0 }, { timeoutMs: 150 });
    expect(hang.tries[0]?.transportError).toEqual({
      code: 'timeout',
      message: 'No answer began within 150 ms.',
    });
    expect(hang.tries[0]?.durationMs).toBeLessThan(400);
    const half = await askOne({ path: '/half', retries: 0 }, { timeoutMs: 150 });
    expect(half.tries[0]?.transportError?.message).toBe(
      'It began to answer 200, but was not done within 150 ms.',
    );
    expect(half.tries[0]?.firstByteMs).not.toBeNull();
  });

  it('waits for a slow one', async () => {
    const [slow] = (await askOne({ path: '/slow' })).tries;
    expect(slow?.status).toBe(200);
    expect(slow?.durationMs).toBeGreaterThanOrEqual(100);
  });

  it('names a connection that was reset or cut', async () => {
    for (const route of ['/reset', '/cut']) {
      const result = await askOne({ path: route, retries: 1 });
      expect(result.tries.map((one) => one.transportError?.code)).toEqual(['ECONNRESET', 'ECONNRESET']);
    }
  });

  it('asks each endpoint once before any of them twice, and says which turn never came', async () => {
    const hanging = Array.from({ length: 9 }, (_, index) => ({ path: `/hang${index}`, retries: 1 }));
    const some = await ask([...hanging, { path: '/ok' }], { timeoutMs: 500, concurrency: 8 });
    if (!some.ok) throw new Error(some.reason);
    expect(some.value.results.at(-1)?.tries.map((one) => one.status)).toEqual([200]);
    const many = Array.from({ length: 60 }, (_, index) => ({ path: `/hang${index}`, retries: 1 }));
    const observation = await ask(many, { timeoutMs: 100 });
    if (!observation.ok) throw new Error(observation.reason);
    expect(observation.value.results.at(-1)).toMatchObject({
      tries: [],
      notSent: { verdict: 'unknown', reason: expect.stringContaining('raise --timeout-ms') },
    });
    expect(observation.value.results[0]?.tries).toHaveLength(1);
  });

  it('asks what was over its budget once more, alone, and lets that decide', async () => {
    const result = await askOne({ path: '/slow-once', budgetMs: 60, retries: 0 });
    expect(result.tries).toHaveLength(2);
    expect(result.tries[0]?.durationMs).toBeGreaterThan(60);
    expect((await askOne({ path: '/slow', budgetMs: 60, retries: 0 })).tries).toHaveLength(2);
    expect((await askOne({ path: '/slow', budgetMs: 5_000, retries: 0 })).tries).toHaveLength(1);
  });

  it('has as many requests under way as it may, and no more', async () => {
    const crowd = Array.from({ length: 20 }, (_, index) => ({ path: `/crowd${index}` }));
    await ask(crowd, { concurrency: 5, timeoutMs: 20_000 });
    expect(mostAtOnce).toBe(5);
    await ask(crowd, { timeoutMs: 20_000 });
    expect(mostAtOnce).toBe(16);
  });
});

describe('what cannot be observed', () => {
  it('is not configured without an address or a manifest', async () => {
    const none = await endpointResultsProbe.read(context({ baseUrl: null }));
    expect(none).toMatchObject({ ok: false, notConfigured: expect.stringContaining('No --base-url is set') });
    const file = await endpointResultsProbe.read(context({ manifest: null }));
    expect(file).toMatchObject({ ok: false, notConfigured: expect.stringContaining('No --manifest is set') });
  });

  it('fails as a whole, with one sentence, where nobody listens', async () => {
    const gone = await startTestServer(() => undefined);
    await gone.close();
    const observation = await ask([{ path: '/ok' }, { path: '/ok1' }], { baseUrl: gone.baseUrl });
    expect(observation).toMatchObject({
      ok: false,
      reason: `The application at ${gone.baseUrl} does not answer: Nothing listens at ${gone.baseUrl.slice(7)}: the connection was refused. Start it or correct --base-url.`,
    });
    expect(observation.evidence.length).toBe(4);
    expect(observation).not.toHaveProperty('notConfigured');
  });

  it('fails where the name is not known', async () => {
    const observation = await ask([{ path: '/ok' }], { baseUrl: 'http://nowhere.invalid', timeoutMs: 2_000 });
    expect(observation).toMatchObject({ ok: false, reason: expect.stringContaining('nowhere.invalid') });
  });

  it('stops with the run', async () => {
    setTimeout(() => controller.abort(), 50);
    const observation = await ask([{ path: '/hang' }], { timeoutMs: 5_000 });
    expect(observation).toMatchObject({ ok: false, reason: expect.stringContaining('cancelled') });
  });

  it('names every fault of the manifest at once', async () => {
    const observation = await ask([{ path: 'ok' }, { path: '/b', retries: 9, budget: 1 }]);
    const reason = observation.ok ? '' : observation.reason;
    expect(reason).toContain('3 faults');
    expect(reason).toContain('endpoints[0].path: must begin with /');
    expect(reason).toContain('endpoints[1].retries');
    expect(reason).toContain('budget');
    const twice = await ask([{ path: '/b' }, { path: '/b' }]);
    expect(twice).toMatchObject({
      ok: false,
      reason: expect.stringContaining('GET /b is declared more than once'),
    });
  });

  it('says why a manifest cannot be read', async () => {
    for (const file of [path.join(folder, 'none.json'), await manifest('{'), path.join(folder, 'none.ts')]) {
      const observation = await endpointResultsProbe.read(context({ manifest: file }));
      expect(observation).toMatchObject({
        ok: false,
        reason: expect.stringMatching(/^The manifest .* could not be read: /),
      });
    }
  });

  it('takes a module with a response shape', async () => {
    const file = path.join(folder, 'manifest.ts');
    await writeFile(
      file,
      `import { z } from 'zod';
       export const endpoints = [{ path: '/ok', response: z.object({ goals: z.array(z.string()) }) }];`,
    );
    const observation = await endpointResultsProbe.read(context({ manifest: file }));
    if (!observation.ok) throw new Error(observation.reason);
    expect(observation.value.declarations[0]?.response?.safeParse({ goals: [1] }).success).toBe(false);
    expect(observation.value.results[0]?.tries[0]?.status).toBe(200);
  });
});
