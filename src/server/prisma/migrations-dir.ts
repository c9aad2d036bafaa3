import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm';

const LOCKFILE = 'migration_lock.toml';
const SCRIPT = 'migration.sql';

/** One migration of the folder. */
export type MigrationFile = {
  /** The folder's name, which `_prisma_migrations` keeps as migration_name. */
  name: string;
  sql: string;
  /** sha256 of the file's bytes in hex, as `_prisma_migrations` keeps it. */
  checksum: string;
};

/**
 * The migrations folder, for the schema engine (`list`) and for ourselves (`migrations`), sorted by name.
 * A folder without a readable migration.sql is in `list` only, as an error that the engine reports.
 * Throws with a sentence when the folder itself cannot be read.
 */
export async function readMigrationsDir(
  dir: string,
): Promise<{ list: MigrationList; migrations: MigrationFile[] }> {
  const baseDir = path.resolve(dir);
  const entries = await readdir(baseDir, { withFileTypes: true }).catch((error: Error) => {
    throw new Error(`The migrations folder ${dir} cannot be read: ${error.message}`, { cause: error });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = await Promise.all(names.sort().map((name) => readMigration(baseDir, name)));
  return {
    list: {
      baseDir,
      lockfile: { path: LOCKFILE, content: await readOrNull(path.join(baseDir, LOCKFILE)) },
      shadowDbInitScript: '',
      migrationDirectories: read.map((one) => one.directory),
    },
    migrations: read.flatMap((one) => (one.file === null ? [] : [one.file])),
  };
}

async function readMigration(
  baseDir: string,
  name: string,
): Promise<{ directory: MigrationDirectory; file: MigrationFile | null }> {
  try {
    const bytes = await readFile(path.join(baseDir, name, SCRIPT));
    const sql = bytes.toString('utf8');
    const checksum = createHash('sha256').update(bytes).digest('hex');
    return {
      directory: { path: name, migrationFile: { path: SCRIPT, content: { tag: 'ok', value: sql } } },
      file: { name, sql, checksum },
    };
  } catch (error) {
    const value = `${name}/${SCRIPT} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return {
      directory: { path: name, migrationFile: { path: SCRIPT, content: { tag: 'error', value } } },
      file: null,
    };
  }
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
