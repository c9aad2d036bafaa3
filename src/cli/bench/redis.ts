import { spawn, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../server/embedded';
import { askRedis } from '../../server/probes/redis/ask-redis';
import { redact } from '../../shared/redact';

const STARTED_WITHIN_MS = 10_000;

/** `why` tells which Redis it is, or why there is none. */
export type BenchRedis = { url: string | null; why: string; stop(): Promise<void> };

/** A redis-server of its own where one is installed, else the one that REDIS_URL names, else none. */
export async function openRedisForBench(folder: string): Promise<BenchRedis> {
  const version = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  if (version.status === 0)
    return started(folder, /v=(\S+)/.exec(version.stdout)?.[1] ?? 'of unknown version');
  const stop = async () => undefined;
  const { REDIS_URL: url } = process.env;
  return url
    ? { url, why: `the one at ${redact(url)}`, stop }
    : { url: null, why: 'redis-server is not installed, and REDIS_URL is not set', stop };
}

async function started(folder: string, version: string): Promise<BenchRedis> {
  await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const server = spawn('redis-server', settings, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  const stop = async () => {
    server.kill('SIGKILL');
    await ended;
  };
  const url = `redis://127.0.0.1:${port}`;
  const signal = AbortSignal.timeout(STARTED_WITHIN_MS);
  while ((await askRedis(url, { limitMs: 1_000, signal })).came !== 'answers') {
    if (signal.aborted || server.exitCode !== null) {
      await stop();
      throw new Error(
        'redis-server was started for the benchmark and does not answer: see whether it runs by hand.',
      );
    }
    await wait(50);
  }
  return { url, why: `${version}, on this machine`, stop };
}
