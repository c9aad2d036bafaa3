import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors';
import { handOver, type Identity } from './identity';
import { SUPERUSER } from './password';
import { exists, type NativePostgres } from './platform';
import { runProgram } from './run-program';

/** Lies in a data folder while `initdb` is at work in it. */
export const UNFINISHED_MARKER = '.initdb-unfinished';

/** What `initdb` and the server put at the top of a data folder. */
const OWN_ENTRY =
  /^(PG_VERSION|base|global|pg_\w+(\.conf)?|postgresql\.(auto\.)?conf|postmaster\.(pid|opts)|current_logfiles|log|\.initdb-unfinished)$/;

/** `empty`: nothing there; `complete`: a server can start on it; `half`: an `initdb` that was cut off; `foreign`: something else. */
export type FolderState = 'empty' | 'complete' | 'half' | 'foreign';

/** Looks at a data folder without touching it. */
export async function inspectFolder(dataDir: string): Promise<FolderState> {
  if (!(await exists(dataDir))) return 'empty';
  const entries = await readdir(dataDir);
  if (entries.length === 0) return 'empty';
  const finished =
    entries.includes('PG_VERSION') &&
    !entries.includes(UNFINISHED_MARKER) &&
    (await exists(join(dataDir, 'global', 'pg_control')));
  if (finished) return 'complete';
  return entries.every((entry) => OWN_ENTRY.test(entry)) ? 'half' : 'foreign';
}

/**
 * Makes a data folder. `initdb` works in a folder beside it that takes the name only when it is complete, so that a
 * kill at any moment leaves nothing half-done under the real name.
 * @throws EmbeddedPostgresError with initdb's own words when it fails
 */
export async function initialise(
  native: NativePostgres,
  identity: Identity,
  dataDir: string,
  password: string,
): Promise<void> {
  await clearLeftovers(dataDir);
  const staging = `${resolve(dataDir)}.initdb-${randomBytes(4).toString('hex')}`;
  const passwordCopy = `${staging}-pw`;
  await mkdir(staging, { recursive: true, mode: 0o700 });
  await handOver(identity, staging);
  await writeFile(passwordCopy, `${password}\n`, { mode: 0o600 });
  await handOver(identity, passwordCopy);
  try {
    const result = await runProgram(identity, native.initdb, [
      `--pgdata=${staging}`,
      '--encoding=UTF8',
      ...localeArgs(),
      '--no-sync',
      '--no-instructions',
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordCopy}`,
      '--auth=scram-sha-256',
    ]);
    if (result.code !== 0) {
      const words = result.output.trim().split('\n').slice(-4).join(' ');
      throw new EmbeddedPostgresError(
        `A new PostgreSQL data folder could not be made at ${dataDir}: ${words || 'initdb was killed'}. Check free space and rights of that folder.`,
      );
    }
    await rm(dataDir, { recursive: true, force: true });
    await rename(staging, dataDir);
  } finally {
    await rm(passwordCopy, { force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

/** macOS knows no C.UTF-8 in its C library; there the server's built-in locale does the same. */
function localeArgs(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

/** Removes staging folders of earlier starts that were killed. */
async function clearLeftovers(dataDir: string): Promise<void> {
  const parent = dirname(resolve(dataDir));
  await mkdir(parent, { recursive: true });
  const prefix = `${basename(resolve(dataDir))}.initdb-`;
  for (const entry of await readdir(parent)) {
    if (entry.startsWith(prefix)) await rm(join(parent, entry), { recursive: true, force: true });
  }
}
