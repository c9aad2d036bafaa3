import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aProcess, onDisk } from '../../../checks/testing/client-builders';
import { completeClients, type LoadedClient } from '../../../shared/client';
import { Settings } from '../../../shared/config';
import { isAlive } from '../../embedded/processes';
import { takeUp } from './take-up';

const clients = completeClients(onDisk({ fingerprint: 'sha256:new', schemaFingerprint: 'sha256:s' }));
const fresh = (pid: number) => aProcess({ pid, schemaFingerprint: 'sha256:s', fingerprint: 'sha256:new' });
const stale = (pid: number) => aProcess({ pid, schemaFingerprint: 'sha256:old', fingerprint: 'sha256:old' });

let folder: string;
let close: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-take-up-'));
});
afterEach(async () => {
  for (const one of close) await one();
  close = [];
  await rm(folder, { recursive: true, force: true });
});

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<string> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** An application that tells what `now` gives, and offers no reloading. */
const application = (now: () => LoadedClient | Promise<LoadedClient>) =>
  serve(async (request, response) => {
    response.statusCode = request.method === 'POST' ? 405 : 200;
    response.end(JSON.stringify(await now()));
  });

async function run(settings: Partial<Settings>, reloadToken: string | null = null, signal = never()) {
  const logged: string[] = [];
  const outcome = await takeUp({
    settings: Settings.parse({ env: 'staging', restartTimeoutMs: 1_000, client: ['/x'], ...settings }),
    reloadToken,
    clients,
    configDir: folder,
    dataDir: folder,
    signal,
    log: (text) => logged.push(text),
  });
  return { ...outcome, text: outcome.takeUp.text, logged };
}
const never = () => new AbortController().signal;

describe('without a way to restart', () => {
  it('names the processes that hold a former client, and since when they run', async () => {
    const outcome = await run({ baseUrl: await application(() => stale(71)) });
    expect(outcome).toMatchObject({
      end: 'skipped',
      takeUp: { how: 'restart-needed', processes: [{ pid: 71, fresh: false }] },
      text: expect.stringMatching(
        /^Restart needed: process 71 \(running since 2026-.*\) holds a former client; restart it, or let --restart-command/,
      ),
    });
  });

  it('is content with processes that hold it already', async () => {
    const outcome = await run({ baseUrl: await application(() => fresh(71)), restartCommand: 'exit 3' });
    expect(outcome).toMatchObject({
      end: 'done',
      text: 'Process 71 holds the new client already.',
      takeUp: { how: 'reloaded', processes: [{ pid: 71, fresh: true }] },
    });
  });

  it('says that nobody could be asked: no address, no route, nothing listening', async () => {
    expect((await run({})).text).toContain('no --base-url is set');
    const without = await serve((_request, response) => void response.writeHead(404).end());
    const noRoute = await run({ baseUrl: without });
    expect(noRoute).toMatchObject({ end: 'skipped', takeUp: { how: 'restart-needed', processes: [] } });
    expect(noRoute.text).toContain('no route /api/health/client');
    for (const one of close.splice(0)) await one();
    expect(await run({ baseUrl: without })).toMatchObject({
      end: 'skipped',
      takeUp: { how: 'not-running', text: expect.stringContaining('when it starts') },
    });
  });
});

describe('reloading', () => {
  it('comes before the restart command', async () => {
    const baseUrl = await serve((_request, response) => void response.end(JSON.stringify(fresh(5))));
    const outcome = await run({ baseUrl, restartCommand: 'exit 3' }, 'token');
    expect(outcome).toMatchObject({ end: 'done', text: 'Process 5 holds the new client.' });
  });

  it('goes on to the restart where another process behind the address still holds the old one', async () => {
    let restarted = false;
    const baseUrl = await serve(async (request, response) => {
      restarted ||= (await readFile(join(folder, 'restarted'), 'utf8').catch(() => '')) !== '';
      const is = request.method === 'POST' ? fresh(5) : restarted ? fresh(7) : stale(6);
      response.end(JSON.stringify(is));
    });
    const outcome = await run({ baseUrl, restartCommand: 'echo yes > restarted' }, 'token');
    expect(outcome).toMatchObject({ end: 'done', takeUp: { how: 'restarted', processes: [{ pid: 7 }] } });
  });

  it('claims nothing of all processes where only the one that loaded it has answered', async () => {
    const baseUrl = await serve((request, response) => {
      response.statusCode = request.method === 'POST' ? 200 : 500;
      response.end(JSON.stringify(request.method === 'POST' ? fresh(5) : {}));
    });
    expect(await run({ baseUrl }, 'token')).toMatchObject({
      end: 'skipped',
      takeUp: { how: 'restart-needed', processes: [] },
      text: expect.stringContaining('answered 500'),
    });
  });

  it('fails with a sentence where the application loads another client', async () => {
    const baseUrl = await serve((_request, response) => void response.end(JSON.stringify(stale(5))));
    const outcome = await run({ baseUrl }, 'token');
    expect(outcome).toMatchObject({
      end: 'failed',
      text: expect.stringContaining('has loaded another client'),
    });
  });
});

describe('the restart command', () => {
  it('runs by the shell in the folder of the settings, told which client, with its lines in the log', async () => {
    const command = 'echo "$PWD|$DRIFTBOARD_ENV|$DRIFTBOARD_CLIENT_FINGERPRINT" && echo password=hunter2 >&2';
    const outcome = await run({ restartCommand: command });
    expect(outcome).toMatchObject({ end: 'done', takeUp: { how: 'restarted', processes: [] } });
    expect(outcome.text).toContain('nobody could ask which client the processes hold');
    expect(outcome.logged.join('\n')).toContain('|staging|sha256:new');
    expect(outcome.logged.join('\n')).toContain('password=***');
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('is followed by the question until every process holds the new client', async () => {
    let asked = 0;
    const baseUrl = await application(() => (asked++ < 2 ? stale(1) : fresh(2)));
    const outcome = await run({ baseUrl, restartCommand: 'true', restartTimeoutMs: 5_000 });
    expect(outcome).toMatchObject({
      end: 'done',
      takeUp: { how: 'restarted', processes: [{ pid: 2, fresh: true }] },
      text: 'The restart command ended with code 0; process 2 holds the new client.',
    });
  });

  it('does not count as a restart where a process holds the old client to the end', async () => {
    const outcome = await run({ baseUrl: await application(() => stale(1)), restartCommand: 'true' });
    expect(outcome).toMatchObject({
      end: 'failed',
      takeUp: { how: 'restart-needed', processes: [{ pid: 1, fresh: false }] },
      text: expect.stringContaining('after 1 s process 1 (running since'),
    });
  });

  it('fails with its last words', async () => {
    const outcome = await run({ restartCommand: 'echo no such service; exit 5' });
    expect(outcome).toMatchObject({ end: 'failed', takeUp: { how: 'restart-needed' } });
    expect(outcome.text).toContain('ended with code 5: no such service');
    expect(outcome.text).toContain('restart the application by hand');
  });

  it('is stopped after its time with what it started', async () => {
    const outcome = await run({ restartCommand: 'sleep 60 & echo $!; wait' });
    expect(outcome.text).toContain('did not end within 1000 ms');
    await expect.poll(() => isAlive(Number(outcome.logged[1]))).toBe(false);
  });

  it('is stopped when cancelled', async () => {
    const abort = new AbortController();
    const running = run({ restartCommand: 'sleep 60', restartTimeoutMs: 60_000 }, null, abort.signal);
    setTimeout(() => abort.abort(new Error('Cancelled.')), 100);
    await expect(running).rejects.toThrow('Cancelled.');
  });

  it('leaves an application that it started running, with its output', async () => {
    const script = `setInterval(() => { console.log('still here'); require('node:fs').writeFileSync('alive', 'yes'); }, 50)`;
    const outcome = await run({ restartCommand: `"${process.execPath}" -e "${script}" & echo $!` });
    const pid = Number(outcome.logged.find((line) => /^\d+$/.test(line)));
    try {
      expect(outcome.end).toBe('done');
      await expect.poll(async () => readFile(join(folder, 'alive'), 'utf8').catch(() => '')).toBe('yes');
      expect(await isAlive(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });
});

describe('the restart webhook', () => {
  const hook = (status: number, headers: Record<string, string> = {}) => {
    const got: { body: string; authorization: string | undefined; url: string | undefined }[] = [];
    const url = serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      got.push({ body, authorization: request.headers.authorization, url: request.url });
      const end = request.url === '/end';
      response.writeHead(end ? 204 : status, end ? {} : headers).end('a-secret-answer');
    });
    return { got, url };
  };

  it('gets a POST with environment and fingerprint, and its password as a header', async () => {
    const { got, url } = hook(202);
    const address = `${(await url).replace('http://', 'http://me:hunter2@')}/hooks/T0PSECRET?key=abc`;
    const outcome = await run({ restartWebhook: address });
    expect(outcome).toMatchObject({ end: 'done', takeUp: { how: 'restarted' } });
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      event: 'client.regenerated',
      environment: 'staging',
      clients: [{ name: 'client', fingerprint: 'sha256:new', version: '7.10.0' }],
    });
    expect(got[0]?.authorization).toBe(`Basic ${Buffer.from('me:hunter2').toString('base64')}`);
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|T0PSECRET|abc|a-secret-answer/);
    expect(outcome.text).toContain(`${new URL(address).origin}/…`);
  });

  it.each([
    [500, {}, 'answered 500'],
    [302, { location: 'http://localhost:1/elsewhere' }, 'leads to another host'],
    [307, { location: 'http://localhost:1/elsewhere' }, 'leads to another host'],
    [302, { location: '/end' }, 'makes a GET of the POST'],
    [308, { location: '/again' }, 'leads on more than 3 times'],
  ])('refuses %s %j', async (status, headers, words) => {
    const { url } = hook(status, headers);
    const outcome = await run({ restartWebhook: `${await url}/T0PSECRET` });
    expect(outcome).toMatchObject({ end: 'failed', text: expect.stringContaining(words) });
    expect(JSON.stringify(outcome)).not.toContain('T0PSECRET');
  });

  it('follows a redirect on the same host that keeps the method', async () => {
    const { got, url } = hook(307, { location: '/end' });
    expect(await run({ restartWebhook: `${await url}/start` })).toMatchObject({ end: 'done' });
    expect(got.map((one) => one.url)).toEqual(['/start', '/end']);
    expect(got[1]?.body).toBe(got[0]?.body);
  });

  it('gives up in time, and tells why it could not connect', async () => {
    const silent = await serve(() => undefined);
    expect((await run({ restartWebhook: `${silent}/T0PSECRET` })).text).toContain('within 1000 ms');
    for (const one of close.splice(0)) await one();
    const gone = await run({ restartWebhook: `${silent}/T0PSECRET` });
    expect(gone.text).toContain('could not be asked (ECONNREFUSED)');
    expect(gone.text).not.toContain('T0PSECRET');
  });

  it('stands back behind the command', async () => {
    const { got, url } = hook(200);
    const outcome = await run({ restartWebhook: await url, restartCommand: 'true' });
    expect(outcome.text).toContain('The restart command ended');
    expect(got).toEqual([]);
  });
});
