import type { Table } from '../../shared/database-schema';
import type { PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import type { Observed } from '../types';
import { ByName } from './by-name';
import { externalFilter } from './external';
import { modelFinder, nameOf } from './names';

type Sides = Pick<Observed, 'schema.ddl' | 'database.catalogue'> &
  Partial<Pick<Observed, 'schema.prisma' | 'migrations.replay'>>;

/** One table by its name, as each side has it; undefined where a side does not. */
export class PairedTable {
  expected: Table | undefined;
  observed: Table | undefined;
  /** What the migrations make of it, where they were replayed. */
  migrated: Table | undefined;

  constructor(
    readonly schema: string,
    readonly name: string,
    readonly model: PrismaModel | undefined,
    /** Managed elsewhere, by what `prisma.config.ts` says. */
    readonly external: boolean,
  ) {}

  /** `public.users`; made only when it is asked for, since most tables have nothing to say. */
  get id(): string {
    return nameOf(this);
  }
}

/** The tables of all sides: in the order of the schema, then what only the database has, then what only the migrations have. */
export type Pairing = {
  all: readonly PairedTable[];
  find(table: { schema: string; name: string }): PairedTable | undefined;
};

type Remembered = {
  ddl: readonly Table[];
  models: readonly PrismaModel[] | undefined;
  migrated: readonly Table[] | undefined;
  pairing: Pairing;
};

/** All checks of a run look at the same observations: the tables are paired once for all of them. */
const remembered = new WeakMap<readonly Table[], Remembered>();

/** Every table of any side, paired by schema and name. */
export function pairing(sides: Sides): Pairing {
  const live = sides['database.catalogue'].tables;
  const ddl = sides['schema.ddl'].tables;
  const prisma = sides['schema.prisma'];
  const migrated = sides['migrations.replay']?.schema.tables;
  const known = remembered.get(live);
  if (known?.ddl === ddl && known.models === prisma?.models && known.migrated === migrated) {
    return known.pairing;
  }
  const paired = pair(ddl, live, migrated, prisma);
  remembered.set(live, { ddl, models: prisma?.models, migrated, pairing: paired });
  return paired;
}

function pair(
  ddl: readonly Table[],
  live: readonly Table[],
  migrated: readonly Table[] | undefined,
  prisma: PrismaSchema | undefined,
): Pairing {
  const findModel = modelFinder(prisma);
  const external = externalFilter(prisma);
  const all: PairedTable[] = [];
  const found = new ByName<PairedTable>();
  const entry = (table: Table): PairedTable => {
    const known = found.get(table);
    if (known !== undefined) return known;
    const made = new PairedTable(table.schema, table.name, findModel(table), external.table(table));
    found.set(table, made);
    all.push(made);
    return made;
  };
  for (const table of ddl) entry(table).expected = table;
  for (const table of live) entry(table).observed = table;
  for (const table of migrated ?? []) entry(table).migrated = table;
  return { all, find: (table) => found.get(table) };
}
