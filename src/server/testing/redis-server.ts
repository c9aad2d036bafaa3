import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** A real redis-server on a free port of this machine, with a folder of its own. */
export type RedisForTests = {
  url: string;
  port: number;
  /** SIGSTOP: it takes connections and says nothing. */
  hang(): void;
  goOn(): void;
  /** Ends it at once and without its saving anything, as a crash does. */
  kill(): Promise<void>;
  /** Starts it anew on the same port, empty. */
  start(): Promise<void>;
  /** Runs a command of redis-cli's words. */
  command(...words: string[]): Promise<unknown>;
  remove(): Promise<void>;
};

/** Whether redis-server is installed. Tests of it are skipped without, and this says why. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
export const NO_REDIS = hasRedis ? '' : ' (skipped: redis-server is not installed)';
if (!hasRedis) process.stderr.write('Tests on a real Redis are skipped: redis-server is not installed.\n');

/** @param options as in redis.conf: `{ requirepass: 'x', maxmemory: '3mb' }` */
export async function startRedis(options: Readonly<Record<string, string>> = {}): Promise<RedisForTests> {
  const folder = await mkdtemp(path.join(tmpdir(), 'driftboard-redis-'));
  const port = await freePort();
  const password = options.requirepass;
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    ...options,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  let child: ChildProcess | null = null;

  const command = async (...words: string[]): Promise<unknown> => {
    const { createClient } = await import('redis');
    const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.sendCommand(words);
    } finally {
      if (client.isOpen) client.destroy();
    }
  };
  const start = async () => {
    const started = spawn('redis-server', args, { stdio: 'ignore' });
    child = started;
    for (let tries = 0; tries < 500; tries += 1) {
      if (started.exitCode !== null) throw new Error(`redis-server ended with code ${started.exitCode}.`);
      if ((await command('PING').catch(() => null)) === 'PONG') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('redis-server did not answer PING.');
  };
  const kill = async () => {
    const ended = child;
    child = null;
    if (ended === null || ended.exitCode !== null) return;
    await new Promise((resolve) => {
      ended.once('exit', resolve);
      ended.kill('SIGKILL');
    });
  };
  const remove = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    url,
    port,
    start,
    kill,
    command,
    remove,
    hang: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
  };
}

const Address = z.object({ port: z.number() });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Something that listens where a Redis should, and answers each message with this text; null says nothing. */
export async function startRubbish(answer: string | null): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (answer !== null) socket.write(answer);
    });
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(server.address());
  return {
    url: `redis://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
