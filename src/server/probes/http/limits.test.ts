import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInside } from './address';
import { type Bench, openBench } from './testing-probe';
import { startTestServer, type TestServer } from './testing-server';

const BODY = JSON.stringify({ goals: ['run'] });
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
const PACKED: Record<string, [string, Buffer]> = {
  '/gzip': ['gzip', gzipSync(BODY)],
  '/br': ['br', brotliCompressSync(BODY)],
  '/deflate': ['deflate', deflateSync(BODY)],
  '/raw': ['deflate', deflateRawSync(BODY)],
  '/twice': ['gzip, br', brotliCompressSync(gzipSync(BODY))],
  '/none': ['identity', Buffer.from(BODY)],
  '/bomb': ['gzip', bomb],
  '/bomb-twice': ['gzip, gzip', gzipSync(bomb)],
  '/cut': ['gzip', gzipSync(BODY.repeat(50)).subarray(0, 30)],
  '/lie': ['gzip', Buffer.from(BODY)],
  '/zstd': ['zstd', Buffer.from(BODY)],
  '/many': [Array.from({ length: 9 }, () => 'gzip').join(','), gzipSync(BODY)],
};
const LARGE = JSON.stringify({ text: 'x'.repeat(900 * 1024) });

let app: TestServer;
let bench: Bench;
let requests = 0;
beforeAll(async () => {
  bench = await openBench(() => app.baseUrl);
  app = await startTestServer((request, response: ServerResponse) => {
    requests += 1;
    const packed = PACKED[request.url ?? ''];
    if (packed !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': packed[0] });
      return response.end(request.method === 'HEAD' ? undefined : packed[1]);
    }
    if (request.url === '/drip') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      return response.on('close', () => clearInterval(drip));
    }
    if (request.url === '/endless') {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      };
      response.on('drain', pump);
      return pump();
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(request.url?.startsWith('/large') ? LARGE : BODY);
  });
});
afterAll(async () => {
  await app.close();
  await bench.remove();
});

describe('packed bodies', () => {
  it.each(['/gzip', '/br', '/deflate', '/raw', '/twice', '/none'])('unpacks %s', async (path) => {
    const [result] = await bench.results({ endpoints: [{ path }] });
    expect(result?.tries[0]).toMatchObject({ status: 200, json: { goals: ['run'] }, bodyBytes: BODY.length });
  });

  it.each([
    ['/bomb', 'body-too-large'],
    ['/bomb-twice', 'body-too-large'],
    ['/cut', 'content-encoding'],
    ['/lie', 'content-encoding'],
    ['/zstd', 'content-encoding'],
    ['/many', 'content-encoding'],
    ['/endless', 'body-too-large'],
  ])('gives %s up as %s, once', async (path, code) => {
    const [result] = await bench.results({ endpoints: [{ path, retries: 2 }] });
    expect(result?.tries).toHaveLength(1);
    expect(result?.tries[0]).toMatchObject({
      status: null,
      transportError: { code },
      failedIn: 'body',
      bodyBytes: 0,
    });
  });

  it('takes no fault in a HEAD that only names an encoding', async () => {
    const [result] = await bench.results({ endpoints: [{ method: 'HEAD', path: '/gzip' }] });
    expect(result?.tries[0]).toMatchObject({ status: 200, bodyBytes: 0, transportError: null });
  });
});

describe('limits', () => {
  it('ends an answer that drips, within the whole time', async () => {
    const [result] = await bench.results(
      { endpoints: [{ path: '/drip', retries: 0 }] },
      { settings: { timeoutMs: 200 } },
    );
    expect(result?.tries[0]).toMatchObject({ transportError: { code: 'timeout' }, failedIn: 'body' });
    expect(result?.tries[0]?.firstByteMs).not.toBeNull();
  });

  it('holds no more of all answers than its budget, and says what it did not ask for', async () => {
    const endpoints = Array.from({ length: 120 }, (_, index) => ({ path: `/large/${index}` }));
    requests = 0;
    const results = await bench.results({ endpoints }, { settings: { timeoutMs: 60_000, concurrency: 4 } });
    const asked = results.filter(({ tries }) => tries.length > 0);
    const bytes = asked.reduce((sum, { tries }) => sum + (tries[0]?.bodyBytes ?? 0), 0);
    const texts = asked.reduce((sum, { tries }) => sum + (tries[0]?.bodyText.length ?? 0), 0);
    expect(bytes).toBeLessThan(70 * 1024 * 1024);
    expect(texts).toBeLessThan(18 * 1024 * 1024);
    expect(requests).toBe(asked.length);
    expect(results.at(-1)?.notSent).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('more than 64 MB'),
    });
  }, 60_000);
});

describe('where it connects', () => {
  const at = (...addresses: string[]) => {
    const calls: string[] = [];
    const resolve = async (name: string): Promise<LookupAddress[]> => {
      calls.push(name);
      // Whoever asks a second time is led inside.
      const given = calls.length === 1 ? addresses : ['127.0.0.1'];
      return given.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    return { calls, resolve };
  };
  const ask = (host: string, resolve: ReturnType<typeof at>['resolve'], settings = {}) => {
    const baseUrl = app.baseUrl.replace('127.0.0.1', host);
    return bench.ask(
      {
        endpoints: [
          { path: '/a', retries: 0 },
          { path: '/b', retries: 0 },
        ],
      },
      { resolve, settings: { baseUrl, timeoutMs: 10_000, ...settings } },
    );
  };

  it('resolves a name once for all its connections', async () => {
    const { calls, resolve } = at('127.0.0.1');
    const observation = await ask('app.internal', resolve);
    expect(observation.ok).toBe(true);
    expect(calls).toEqual(['app.internal']);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.9',
    '172.20.0.1',
    '169.254.1.1',
    '::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '0.0.0.0',
  ])('does not follow a public name to %s', async (address) => {
    requests = 0;
    const observation = await ask('app.example.com', at(address).resolve);
    expect(observation).toMatchObject({
      ok: false,
      reason: expect.stringContaining('--allow-private-address'),
    });
    expect(observation.ok ? '' : observation.reason).toContain(`leads to ${address}`);
    expect(requests).toBe(0);
  });

  it('follows it where that is allowed, or where one of its addresses is outside', async () => {
    expect((await ask('app.example.com', at('127.0.0.1').resolve, { allowPrivateAddress: true })).ok).toBe(
      true,
    );
    // 192.0.2.1 is an address of documentation: nobody answers there, and least of all this machine.
    requests = 0;
    const mixed = await ask('app.example.com', at('127.0.0.1', '192.0.2.1').resolve, { timeoutMs: 300 });
    expect(mixed.ok).toBe(false);
    expect(requests).toBe(0);
  });

  it('never asks where a cloud hands out credentials, unless the base URL says so itself', async () => {
    for (const host of ['app.example.com', 'app', 'metadata.internal'])
      for (const address of ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254'])
        expect(await ask(host, at(address).resolve, { allowPrivateAddress: true })).toMatchObject({
          ok: false,
          reason: expect.stringContaining('credentials are handed out'),
        });
  });

  it('knows what lies inside', () => {
    for (const address of [
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      'fe80::1',
      'ff02::1',
      '::',
      '64:ff9b::a00:1',
    ])
      expect(isInside(address), address).toBe(true);
    for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])
      expect(isInside(address), address).toBe(false);
  });
});
