import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { redact } from '../../../shared/redact';
import { type MigrationFile, readMigrationsDir } from '../../prisma/migrations-dir';
import { loadSqlParser } from '../../sql/parser';
import { displayPath } from '../display-path';
import { defaultSchemaOf } from '../prisma/default-schema';
import { failed, notConfigured, observed, type Probe } from '../types';
import { readLooseSql } from './loose-sql';
import { standingIndexes } from './standing-indexes';

/** The sentence for whatever needs the migrations when nobody said where they are. */
export const NO_MIGRATIONS = 'No --migrations is set: point it to the folder prisma/migrations.';

/** The migrations as they lie on disk, and the indexes that their SQL leaves standing. */
export const migrationsFolderProbe: Probe<'migrations.folder'> = {
  need: 'migrations.folder',
  read: async ({ settings }) => {
    const dir = settings.migrations;
    if (dir === null) return notConfigured(NO_MIGRATIONS);
    const at = new Date();
    try {
      const [{ migrations, unreadable }, looseFiles] = await Promise.all([
        readMigrationsDir(dir),
        findLooseFiles(dir),
        loadSqlParser(),
      ]);
      const files = migrations.map(({ name, sql }) => ({ path: fileOf(dir, name), sql }));
      const defaultSchema = defaultSchemaOf(settings.databaseUrl);
      const { indexes, notes } = standingIndexes(files, defaultSchema);
      const value = {
        dir,
        migrations: migrations.map((one: MigrationFile) => ({
          name: one.name,
          checksum: one.checksum,
          file: fileOf(dir, one.name),
          alike: one.alike,
        })),
        looseFiles,
        looseSql: await readLooseSql(looseFiles, defaultSchema),
        indexes,
        unreadable,
        notes,
      };
      return observed(value, {
        kind: 'file',
        text: dir,
        answer: [
          `${migrations.length} migrations, ${indexes.length} indexes`,
          ...unreadable.map(({ name, reason }) => `${name}/migration.sql cannot be read: ${reason}`),
          ...notes,
        ].join('; '),
        at: at.toISOString(),
        durationMs: Date.now() - at.getTime(),
      });
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

function fileOf(dir: string, name: string): string {
  return displayPath(path.join(dir, name, 'migration.sql'));
}

/** SQL that lies in the folder and is no migration: Prisma's own script may be the only one of a migration's folder. */
async function findLooseFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.sql'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const parts = path.relative(dir, file).split(path.sep);
      return !(parts.length === 2 && parts[1] === 'migration.sql');
    })
    .sort((a, b) => (a < b ? -1 : 1));
}
