import { spawn } from 'node:child_process';
import { chown, mkdir, open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors';
import { type Identity, wrapCommand } from './identity';
import { readPidFile } from './pid-file';
import type { NativePostgres } from './platform';
import { waitForExit } from './processes';
import { cannotRun, serverEnv, spawnIdentity } from './run-program';

/** What a server is started with. */
export interface LaunchOptions {
  dataDir: string;
  logFile: string;
  port: number;
  /** False switches fsync off: for tests, whose data nobody misses. */
  durable: boolean;
  /** Further settings, such as `{ log_statement: 'all' }`. */
  settings: Record<string, string>;
}

/** How a start ended: ready, or ended before that with these last lines of its log. */
export type LaunchResult = { ready: true; pid: number } | { ready: false; log: string };

/** Crash recovery of a large database may take this long; the server lives and says so meanwhile. */
const READY_TIMEOUT_MS = 120_000;

/** A TCP port that nobody listens on right now, on 127.0.0.1. */
export function findFreePort(): Promise<number> {
  return new Promise((resolvePromise, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free TCP port was found.'));
        else resolvePromise(address.port);
      });
    });
  });
}

/** The server's settings on its command line, where they win over the files in the data folder. */
export function serverArgs(options: LaunchOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '60',
    logging_collector: 'off',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', options.dataDir, ...flags];
}

/**
 * Starts the server in a session of its own, so that the terminal's Ctrl-C does not reach it, and waits until it is
 * ready or has ended.
 */
export async function launch(
  native: NativePostgres,
  identity: Identity,
  options: LaunchOptions,
): Promise<LaunchResult> {
  const command = wrapCommand(identity, native.postgres, serverArgs(options));
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = await open(options.logFile, 'a', 0o600);
  const logStart = (await log.stat()).size;
  try {
    if (command.uid !== undefined) await chown(options.logFile, command.uid, command.gid ?? command.uid);
    const child = spawn(command.file, command.args, {
      ...spawnIdentity(command),
      cwd: '/',
      env: serverEnv(),
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    let ended = false;
    let failure: unknown = null;
    child.on('error', (error) => {
      failure = error;
    });
    child.on('exit', () => {
      ended = true;
    });
    child.unref();
    const deadline = performance.now() + READY_TIMEOUT_MS;
    for (;;) {
      if (failure !== null) throw cannotRun(native.postgres, failure);
      if (ended || child.pid === undefined)
        return { ready: false, log: await tail(options.logFile, logStart) };
      const file = await readPidFile(options.dataDir);
      if (file?.pid === child.pid && file.status === 'ready') return { ready: true, pid: child.pid };
      if (performance.now() > deadline) {
        child.kill('SIGQUIT');
        await waitForExit(child.pid, 5_000);
        throw new EmbeddedPostgresError(
          `PostgreSQL in ${options.dataDir} was not ready after ${READY_TIMEOUT_MS / 1000} s: see ${options.logFile}.`,
        );
      }
      await sleep(10);
    }
  } finally {
    await log.close();
  }
}

async function tail(logFile: string, from: number): Promise<string> {
  const bytes = await readFile(logFile);
  return bytes.subarray(from).toString('utf8').trim();
}
