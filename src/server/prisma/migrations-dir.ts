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
  /** Other checksums that the schema engine takes for this text (its `script_matches_checksum`). */
  alike: { checksum: string; by: 'line-ends' | 'old-format' }[];
};

/** A folder of the migrations whose migration.sql cannot be read. */
export type UnreadableMigration = { name: string; reason: string };

/**
 * The migrations folder, for the schema engine (`list`) and for ourselves (`migrations`), sorted by name.
 * A folder without a readable migration.sql is in `unreadable`, and in `list` as an error that the engine reports.
 * Throws with a sentence when the folder itself cannot be read.
 */
export async function readMigrationsDir(dir: string): Promise<{
  list: MigrationList;
  migrations: MigrationFile[];
  unreadable: UnreadableMigration[];
}> {
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
    migrations: read.flatMap((one) => ('file' in one ? [one.file] : [])),
    unreadable: read.flatMap((one) => ('reason' in one ? [{ name: one.name, reason: one.reason }] : [])),
  };
}

type ReadMigration = { name: string; directory: MigrationDirectory } & (
  | { file: MigrationFile }
  | { reason: string }
);

async function readMigration(baseDir: string, name: string): Promise<ReadMigration> {
  try {
    const bytes = await readFile(path.join(baseDir, name, SCRIPT));
    const sql = bytes.toString('utf8');
    const checksum = sha256(bytes);
    return {
      name,
      directory: { path: name, migrationFile: { path: SCRIPT, content: { tag: 'ok', value: sql } } },
      file: { name, sql, checksum, alike: alikeChecksums(sql, checksum) },
    };
  } catch (error) {
    const reason = reasonOf(error);
    const value = `${name}/${SCRIPT} cannot be read: ${reason}`;
    return {
      name,
      directory: { path: name, migrationFile: { path: SCRIPT, content: { tag: 'error', value } } },
      reason,
    };
  }
}

/** A checkout may have turned LF into CRLF or back, and old engines left out the leading zero of a byte. */
function alikeChecksums(sql: string, own: string): MigrationFile['alike'] {
  const lf = sql.replaceAll('\r\n', '\n');
  const others = [sha256(lf), sha256(lf.replaceAll('\n', '\r\n'))].filter((checksum) => checksum !== own);
  const old = (checksum: string) => checksum.replace(/0(.)|(..)/g, '$1$2');
  return [
    { checksum: old(own), by: 'old-format' },
    ...others.map((checksum) => ({ checksum, by: 'line-ends' as const })),
    ...others.map((checksum) => ({ checksum: old(checksum), by: 'line-ends' as const })),
  ];
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** In words that hold no path of this machine. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is none in this folder';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it';
  return error instanceof Error ? error.message : String(error);
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
