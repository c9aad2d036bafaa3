import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError, errorCode } from './errors';

/** The role that owns everything in the embedded server. */
export const SUPERUSER = 'driftboard';

/** Where the password of the servers in one folder is kept: beside their data folders, readable by the owner only. */
export function passwordFile(dataDir: string): string {
  return join(dirname(resolve(dataDir)), 'pg-password');
}

/** The kept password, or null when there is none yet. */
export async function readPassword(dataDir: string): Promise<string | null> {
  try {
    const text = (await readFile(passwordFile(dataDir), 'utf8')).trim();
    return text === '' ? null : text;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new EmbeddedPostgresError(
      `The password of the embedded PostgreSQL in ${passwordFile(dataDir)} cannot be read (${errorCode(error)}): start as the user who made it.`,
    );
  }
}

/** The kept password, made now if there is none. Two starts at once agree on one. */
export async function ensurePassword(dataDir: string): Promise<string> {
  const kept = await readPassword(dataDir);
  if (kept !== null) return kept;
  const fresh = randomBytes(24).toString('hex');
  await mkdir(dirname(passwordFile(dataDir)), { recursive: true });
  try {
    await writeFile(passwordFile(dataDir), `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const other = await readPassword(dataDir);
    if (other !== null) return other;
    await writeFile(passwordFile(dataDir), `${fresh}\n`, { mode: 0o600 });
    return fresh;
  }
}

/** The connection URL of a database on the embedded server. */
export function embeddedUrl(port: number, password: string, database: string): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
