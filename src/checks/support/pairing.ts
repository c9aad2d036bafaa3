import type { Table } from '../../shared/database-schema';
import type { PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import type { Observed } from '../types';
import { externalFilter } from './external';
import { modelFinder, nameOf } from './names';

type Sides = Pick<Observed, 'schema.ddl' | 'database.catalogue'> &
  Partial<Pick<Observed, 'schema.prisma' | 'migrations.replay'>>;

/** One table by its name, as each side has it; undefined where a side does not. */
export type PairedTable = {
  /** `public.users`. */
  id: string;
  expected: Table | undefined;
  observed: Table | undefined;
  /** What the migrations make of it, where they were replayed. */
  migrated: Table | undefined;
  model: PrismaModel | undefined;
  /** Managed elsewhere, by what `prisma.config.ts` says. */
  external: boolean;
};

type Remembered = {
  ddl: readonly Table[];
  models: readonly PrismaModel[] | undefined;
  migrated: readonly Table[] | undefined;
  tables: ReadonlyMap<string, PairedTable>;
};

/** All checks of a run look at the same observations: the tables are paired once for all of them. */
const remembered = new WeakMap<readonly Table[], Remembered>();

/** Every table of any side: in the order of the schema, then what only the database has, then what only the migrations have. */
export function pairing(sides: Sides): ReadonlyMap<string, PairedTable> {
  const live = sides['database.catalogue'].tables;
  const ddl = sides['schema.ddl'].tables;
  const prisma = sides['schema.prisma'];
  const migrated = sides['migrations.replay']?.schema.tables;
  const known = remembered.get(live);
  if (known?.ddl === ddl && known.models === prisma?.models && known.migrated === migrated)
    return known.tables;
  const tables = pair(ddl, live, migrated, prisma);
  remembered.set(live, { ddl, models: prisma?.models, migrated, tables });
  return tables;
}

function pair(
  ddl: readonly Table[],
  live: readonly Table[],
  migrated: readonly Table[] | undefined,
  prisma: PrismaSchema | undefined,
): Map<string, PairedTable> {
  const findModel = modelFinder(prisma);
  const external = externalFilter(prisma);
  const tables = new Map<string, PairedTable>();
  const entry = (table: Table): PairedTable => {
    const id = nameOf(table);
    const known = tables.get(id);
    if (known !== undefined) return known;
    const made: PairedTable = {
      id,
      expected: undefined,
      observed: undefined,
      migrated: undefined,
      model: findModel(table),
      external: external.table(table),
    };
    tables.set(id, made);
    return made;
  };
  for (const table of ddl) entry(table).expected = table;
  for (const table of live) entry(table).observed = table;
  for (const table of migrated ?? []) entry(table).migrated = table;
  return tables;
}
