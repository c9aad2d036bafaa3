import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded, stopEmbedded } from './index';
import { isAlive } from './processes';
import './testing';

const PREFIX = 'driftboard-test-pg-';

/** Starts the one server of a test run, gives its URL to the tests, and takes both away at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = join(tmpdir(), `${PREFIX}${process.pid}`);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const server = await startEmbedded({
    dataDir: join(folder, 'data'),
    durable: false,
    // As many servers in use have it; it counts nothing for whom has not created the extension.
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  });
  project.provide('pgUrl', server.url('postgres'));
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Servers of test runs that were killed. Folders of other users are theirs to sweep. */
async function sweep(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    if (!entry.startsWith(PREFIX) || (await isAlive(Number(entry.slice(PREFIX.length))))) continue;
    const folder = join(tmpdir(), entry);
    try {
      await stopEmbedded(join(folder, 'data'));
      await rm(folder, { recursive: true, force: true });
    } catch {
      process.stderr.write(`The leftover test server in ${folder} belongs to somebody else; it stays.\n`);
    }
  }
}
