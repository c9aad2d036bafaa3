import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Settings } from '../../../shared/config';
import type { ProbeContext } from '../types';
import { clientProcessesProbe } from './processes';

const LOADED = {
  fingerprint: 'sha256:a',
  schemaFingerprint: 'sha256:b',
  version: '7.10.0',
  models: ['User'],
  pid: 4711,
  startedAt: '2026-01-01T00:00:00.000Z',
  loadedAt: '2026-01-01T00:00:01.000Z',
  commit: null,
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

function read(settings: Partial<Settings>) {
  const context: ProbeContext = {
    settings: Settings.parse({ client: '/client', timeoutMs: 500, ...settings }),
    signal: new AbortController().signal,
    projectRoot: '',
    dataDir: '/nonexistent',
    database: () => Promise.reject(new Error('not asked')),
    observe: () => Promise.reject(new Error('not asked')),
  };
  return clientProcessesProbe.read(context);
}

describe('clientProcessesProbe', () => {
  it('reads which client the application has loaded', async () => {
    const baseUrl = await serve((request, response) => {
      response.statusCode = request.url === '/api/health/client' ? 200 : 500;
      response.end(JSON.stringify(LOADED));
    });
    const found = await read({ baseUrl: `${baseUrl}/` });
    expect(found).toMatchObject({ ok: true, value: { processes: [LOADED] } });
  });

  it.each([
    [500, '{}', 'answered 500'],
    [307, '', 'a redirect, which is not followed'],
    [401, '', 'give user and password in --base-url'],
    [200, 'x'.repeat(2_000_000), 'not in the form of a loaded client'],
    [200, '<html>', 'not in the form of a loaded client'],
    [200, '{"pid":1}', 'not in the form of a loaded client'],
  ])('fails with a sentence for status %i with body %s', async (status, body, words) => {
    const baseUrl = await serve((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    const found = await read({ baseUrl });
    expect(found).toMatchObject({ ok: false, reason: expect.stringContaining(words) });
  });

  it('fails where the application has no such route, and says how to add it and how to switch it off', async () => {
    const baseUrl = await serve((_request, response) => {
      response.statusCode = 404;
      response.end('{}');
    });
    const found = await read({ baseUrl });
    expect(found).toMatchObject({
      ok: false,
      reason: expect.stringMatching(
        /no route \/api\/health\/client.*health-client-route\.md.*--skip processes/,
      ),
    });
    expect(found).not.toHaveProperty('notConfigured');
  });

  it('sends the password of --base-url as a header and shows it nowhere', async () => {
    let authorization: string | undefined;
    const baseUrl = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.end(JSON.stringify(LOADED));
    });
    const found = await read({ baseUrl: baseUrl.replace('http://', 'http://me:p%40ss@') });
    expect(found).toMatchObject({ ok: true, value: { url: `${baseUrl}/api/health/client` } });
    expect(authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(JSON.stringify(found)).not.toContain('p%40ss');
  });

  it('says that nothing listens, and that no answer came in time', async () => {
    const baseUrl = await serve(() => undefined);
    expect(await read({ baseUrl, timeoutMs: 100 })).toMatchObject({
      reason: expect.stringContaining('no answer within 100 ms'),
    });
    for (const close of closers.splice(0)) await close();
    expect(await read({ baseUrl })).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') });
  });

  it('tells several processes behind one address apart, also of one pid', async () => {
    const processes = [
      { ...LOADED, pid: 1, instance: 'web-1' },
      { ...LOADED, pid: 1, instance: 'web-2' },
      { ...LOADED, pid: 1, instance: 'web-2', startedAt: '2026-01-01T00:05:00.000Z' },
    ];
    let turn = 0;
    const sockets = new Set<unknown>();
    const baseUrl = await serve((request, response) => {
      sockets.add(request.socket);
      response.end(JSON.stringify(processes[turn++ % processes.length]));
    });
    const found = await read({ baseUrl });
    expect(found).toMatchObject({ ok: true, value: { processes } });
    expect(found).not.toHaveProperty('value.gaps');
    // Each request is a connection of its own, or a load balancer would show one process only.
    expect(found).toMatchObject({ value: { requests: sockets.size } });
  });

  it('asks the application that comes along once', async () => {
    let requests = 0;
    const baseUrl = await serve((_request, response) => {
      requests += 1;
      response.end(JSON.stringify(LOADED));
    });
    expect(await read({ baseUrl, embedded: true })).toMatchObject({ ok: true, value: { requests: 1 } });
    expect(requests).toBe(1);
  });

  it('tells that some of the instances fail', async () => {
    let turn = 0;
    const baseUrl = await serve((_request, response) => {
      turn += 1;
      response.statusCode = turn % 2 === 0 ? 500 : 200;
      response.end(JSON.stringify(LOADED));
    });
    expect(await read({ baseUrl })).toMatchObject({
      ok: true,
      value: {
        processes: [LOADED],
        gaps: [expect.stringMatching(/^Of 9 requests 4 failed: .*answered 500/)],
      },
    });
  });

  it('tells that one of them hangs, and never waits beyond its time', async () => {
    let turn = 0;
    const baseUrl = await serve((_request, response) => {
      turn += 1;
      if (turn !== 3) response.end(JSON.stringify(LOADED));
    });
    expect(await read({ baseUrl, timeoutMs: 200 })).toMatchObject({
      ok: true,
      value: { gaps: [expect.stringMatching(/^Of 5 requests 1 failed: .*within 200 ms/)] },
    });
  });

  it('is not configured without --base-url or without --client', async () => {
    expect(await read({ baseUrl: null })).toMatchObject({
      notConfigured: expect.stringContaining('--base-url'),
    });
    expect(await read({ client: [] })).toMatchObject({
      notConfigured: expect.stringContaining('--client'),
    });
  });
});
