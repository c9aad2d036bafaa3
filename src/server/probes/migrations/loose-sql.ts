import { readFile } from 'node:fs/promises';
import type { RangeVar } from 'libpg-query';
import type { MigrationsFolder } from '../../../shared/migrations';
import { displayPath } from '../display-path';
import { placesOf } from './replaying/places';
import { type ScriptStatement, statementsOf } from './replaying/script';

type LooseSql = NonNullable<MigrationsFolder['looseSql']>;

/** A script as long as this is data, and is not looked through. */
const LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * What the SQL beside the migrations does: the tables that it names, and what it makes. A file that cannot be read,
 * and one that PostgreSQL's parser refuses (a script of psql), has no entry. `loadSqlParser()` must have been awaited.
 */
export async function readLooseSql(files: readonly string[], defaultSchema: string): Promise<LooseSql> {
  const read = await Promise.all(
    files.map(async (file) => {
      // What cannot be read has no entry: as an empty text it would be said to touch nothing.
      const sql = await readFile(file, 'utf8').catch(() => null);
      const isRead = sql !== null && sql.length <= LIMIT_BYTES;
      return [file, isRead ? look(file, sql, defaultSchema) : null] as const;
    }),
  );
  return Object.fromEntries(read.flatMap(([file, found]) => (found === null ? [] : [[file, found]])));
}

function look(file: string, sql: string, defaultSchema: string): LooseSql[string] | null {
  const script = { name: file, file: displayPath(file), sql };
  try {
    const statements = statementsOf(script);
    const { places, dropped } = placesOf([{ script, statements }], defaultSchema);
    return {
      tables: tablesNamed(statements, defaultSchema),
      makes: [...places.keys()].filter((key) => !dropped.has(key)),
    };
  } catch {
    return null;
  }
}

/** Every table that a statement names anywhere, also in a query within it. */
function tablesNamed(statements: readonly ScriptStatement[], defaultSchema: string): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isRelation(value)) found.add(`${value.schemaname ?? defaultSchema}.${value.relname}`);
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const { node } of statements) visit(node);
  return [...found].sort();
}

function isRelation(value: object): value is RangeVar & { relname: string } {
  return 'relname' in value && typeof value.relname === 'string';
}
