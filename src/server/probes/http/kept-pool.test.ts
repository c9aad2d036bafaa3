import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Bench, openBench } from './testing-probe';

const Address = z.object({ port: z.number() });
const MANIFEST = { endpoints: [{ path: '/goals', retries: 1 }] };

let bench: Bench;
let baseUrl = '';
let server: Server | null = null;
let connections = 0;

/** @returns the port that it listens on */
async function start(port = 0, status = 200): Promise<number> {
  const started = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end('{}');
  });
  started.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
  server = started;
  const given = Address.parse(started.address()).port;
  baseUrl = `http://127.0.0.1:${given}`;
  return given;
}

async function stop(): Promise<void> {
  const stopped = server;
  server = null;
  if (stopped === null) return;
  stopped.closeAllConnections();
  await new Promise((resolve) => stopped.close(resolve));
}

beforeAll(async () => {
  bench = await openBench(() => baseUrl);
});
afterEach(async () => {
  await stop();
  connections = 0;
});
afterAll(() => bench.remove());

describe('connections that a run leaves', () => {
  it('serve the run that follows soon', async () => {
    await start();
    await bench.results(MANIFEST);
    await bench.results(MANIFEST);
    expect(connections).toBe(1);
  });

  it('are not those of another host, nor of another address of it', async () => {
    await start();
    await bench.results(MANIFEST);
    baseUrl = baseUrl.replace('127.0.0.1', 'localhost');
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    await bench.results(MANIFEST, { resolve });
    expect(connections).toBe(2);
  });

  it('call no application unsteady that was restarted in between', async () => {
    const port = await start();
    await bench.results(MANIFEST);
    await stop();
    await start(port);
    const [result] = await bench.results(MANIFEST);
    expect(result?.tries.map(({ status }) => status)).toEqual([200]);
  });

  it('are asked no more where the application has gone', async () => {
    await start();
    await bench.results(MANIFEST);
    await stop();
    expect(await bench.ask(MANIFEST)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('Nothing listens at'),
    });
  });
});
