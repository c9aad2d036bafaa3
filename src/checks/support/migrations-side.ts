import type { DatabaseSchema } from '../../shared/database-schema';
import type { SourcePosition } from '../../shared/finding';
import type { Observed } from '../types';

type Read = Partial<Pick<Observed, 'migrations.replay' | 'migrations.folder'>>;

/** The third side: what the migrations make of an empty database. */
export type MigrationsSide = {
  /** Null where they were not replayed. */
  schema: DatabaseSchema | null;
  notes: readonly string[];
  /** Why the check cannot say what the migrations declare although there are some; undefined where it can, or there are none. */
  unknown: string | undefined;
};

/**
 * What is known of the migrations. A folder that was read while its replay was not leaves a check `unknown`: it names
 * migrations, and nobody knows what they declare. Without either they are not configured, and nothing is asked for.
 * @param what the check looks for, in the plural: `check constraints`
 */
export function migrationsSide(read: Read, what: string): MigrationsSide {
  const replay = read['migrations.replay'];
  if (replay !== undefined) return { schema: replay.schema, notes: replay.notes, unknown: undefined };
  const folder = read['migrations.folder'];
  const unread = folder !== undefined && folder.migrations.length > 0;
  return {
    schema: null,
    notes: [],
    unknown: unread
      ? `The migrations in ${folder.dir} were not replayed, so which ${what} they declare is not known: see why the replay failed, or leave the migrations out.`
      : undefined,
  };
}

/** `migration 20250601_checks`, from the file that declares a thing; `a migration` where that is not known. */
export function declaredBy(source: SourcePosition | undefined): string {
  const folder = source?.file.split('/').slice(-2, -1)[0];
  return folder === undefined || folder === '' ? 'a migration' : `migration ${folder}`;
}

/** Why something that only the database has is a stranger, as the second half of a sentence. */
export function nobodyDeclares(side: MigrationsSide): string {
  return side.schema === null
    ? 'schema.prisma cannot declare it (migrations were not read)'
    : 'no migration makes it, so somebody made it by hand';
}
