import type { Table } from '../../shared/database-schema';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { CheckSettings, Observed } from '../types';
import { externalFilter } from './external';
import { type Ignore, ignoreFilter } from './ignore';
import { type MigrationsSide, migrationsSide } from './migrations-side';
import { modelFinder, nameOf } from './names';

type Sides = Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'database.catalogue'> &
  Partial<Pick<Observed, 'migrations.replay' | 'migrations.folder'>>;

/** A live table with what the migrations make of it; of that, only what Prisma's language cannot say is looked at here. */
export type MigratedTable = {
  /** `public.users`. */
  id: string;
  live: Table;
  /** Undefined where the migrations do not make the table, or were not replayed. */
  migrated: Table | undefined;
  model: PrismaModel | undefined;
};

export type MigratedTables = { tables: MigratedTable[]; side: MigrationsSide; ignore: Ignore };

/**
 * The live tables that schema.prisma or a migration declares. One that lacks is the matter of `table.missing`, one that
 * nobody declares of `table.unexpected`, and one that is managed elsewhere of nobody here.
 * @param what the check looks for, in the plural: `check constraints`
 */
export function migratedTables(observed: Sides, settings: CheckSettings, what: string): MigratedTables {
  const side = migrationsSide(observed, what);
  const ignore = ignoreFilter(settings.ignore);
  const external = externalFilter(observed['schema.prisma']);
  const findModel = modelFinder(observed['schema.prisma']);
  const declared = new Set(observed['schema.ddl'].tables.map(nameOf));
  const migrated = new Map((side.schema?.tables ?? []).map((table) => [nameOf(table), table]));
  const tables: MigratedTable[] = [];
  for (const live of observed['database.catalogue'].tables) {
    const id = nameOf(live);
    const model = findModel(live);
    const known = declared.has(id) || migrated.has(id) || model !== undefined;
    if (!known || external.table(live) || ignore.object(live.schema, live.name)) continue;
    tables.push({ id, live, migrated: migrated.get(id), model });
  }
  return { tables, side, ignore };
}
