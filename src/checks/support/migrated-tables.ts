import type { Table } from '../../shared/database-schema';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { CheckSettings, Observed } from '../types';
import { type Ignore, ignoreFilter } from './ignore';
import { type MigrationsSide, migrationsSide } from './migrations-side';
import { pairing } from './pairing';

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

export type MigratedTables = {
  /** Those that have such parts on either side. */
  tables: MigratedTable[];
  /** How many were looked at, with such parts or without. */
  looked: number;
  side: MigrationsSide;
  ignore: Ignore;
};

/**
 * The live tables that schema.prisma or a migration declares. One that lacks is the matter of `table.missing`, one that
 * nobody declares of `table.unexpected`, and one that is managed elsewhere of nobody here.
 * @param what the check looks for, in the plural: `check constraints`
 * @param has whether a table has such parts
 */
export function migratedTables(
  observed: Sides,
  settings: CheckSettings,
  what: string,
  has: (table: Table) => boolean,
): MigratedTables {
  const side = migrationsSide(observed, what);
  const ignore = ignoreFilter(settings.ignore);
  const tables: MigratedTable[] = [];
  let looked = 0;
  for (const one of pairing(observed).all) {
    const { expected, observed: live, migrated, model } = one;
    const known = expected !== undefined || migrated !== undefined || model !== undefined;
    if (live === undefined || !known || one.external || ignore.object(live.schema, live.name)) continue;
    looked += 1;
    if (has(live) || (migrated !== undefined && has(migrated))) {
      tables.push({ id: one.id, live, migrated, model });
    }
  }
  return { tables, looked, side, ignore };
}
