import type { Column, DatabaseSchema, EnumType, ForeignKey, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { columns } from '../columns';
import { enums } from '../enums';
import { foreignKeys } from '../foreign-keys';
import { primaryKeys } from '../primary-keys';
import type { AnyCheck, CheckResult, CheckSettings, Observed } from '../types';
import { HISTORY_TABLE } from './expected-tables';
import { tieOf } from './foreign-key-match';
import { weightOf } from './impact';
import { nameOf } from './names';

type Sides = Pick<Observed, 'schema.prisma' | 'schema.ddl' | 'migrations.replay' | 'database.catalogue'>;

/** Indexes, checks, triggers and their like have checks of their own that know the migrations. */
const COMPARISONS: readonly AnyCheck[] = [columns, enums, primaryKeys, foreignKeys];

/**
 * What only plain SQL in the migrations makes of tables, columns, keys and enums, held against the same of the database
 * by the very checks that hold schema.prisma against it.
 */
export function compareBeyondModels(sides: Sides, settings: CheckSettings): CheckResult {
  const prisma = sides['schema.prisma'];
  const observed: Partial<Observed> = {
    'schema.prisma': { ...prisma, models: [], enums: [], relationMode: 'foreignKeys' },
    ...beyond(sides['schema.ddl'], sides['migrations.replay'].schema, sides['database.catalogue']),
  };
  const results = COMPARISONS.map((check) => check.runWith(observed, settings));
  return {
    compared: results.reduce((sum, { compared }) => sum + compared, 0),
    findings: results.flatMap(({ findings }) => findings).map(ofMigrations),
  };
}

/** The client asks for none of it, so nothing that it does can break; what somebody meant to have is not there all the same. */
function ofMigrations(finding: Finding): Finding {
  const named = (text: string) => text.replaceAll('schema.prisma', 'the migrations');
  const weight =
    finding.severity === 'info'
      ? { severity: finding.severity, impact: finding.impact }
      : weightOf(finding.impact === 'integrity' ? 'weakens integrity' : 'is drift');
  const { message, expected, observed } = finding;
  return {
    ...finding,
    ...weight,
    message: named(message),
    expected: named(expected),
    observed: named(observed),
    // The migrations are never accepted into by an edit of the schema; a made thing is changed by a migration.
    ...(finding.remedy.kind === 'edit'
      ? { remedy: { kind: 'note', text: 'Make it by a migration, or drop it by hand if it is not wanted.' } }
      : {}),
  };
}

function beyond(
  ddl: DatabaseSchema,
  replay: DatabaseSchema,
  live: DatabaseSchema,
): Pick<Observed, 'schema.ddl' | 'database.catalogue'> {
  const declared = new Map(ddl.tables.map((table) => [nameOf(table), table]));
  const found = new Map(live.tables.map((table) => [nameOf(table), table]));
  const wanted: Table[] = [];
  const cut = new Map<Table, Table>();
  for (const table of replay.tables) {
    const observed = found.get(nameOf(table));
    // One that lacks whole is the matter of `table.missing`.
    if (observed === undefined || table.name === HISTORY_TABLE || !HOLDS_ROWS.has(table.kind)) continue;
    const own = declared.get(nameOf(table));
    if (own === undefined) {
      wanted.push(table);
      continue;
    }
    const part = partBeyond(own, table, observed);
    if (part === null) continue;
    wanted.push(part.wanted);
    cut.set(observed, part.there);
  }
  const ofSchema = new Set(ddl.enums.map(nameOf));
  const enumsBeyond = replay.enums.filter((type) => !ofSchema.has(nameOf(type)));
  return {
    'schema.ddl': { ...ddl, tables: wanted, enums: enumsBeyond },
    // The other tables stay: a foreign key may point to one of them.
    'database.catalogue': {
      ...live,
      tables: live.tables.map((table) => cut.get(table) ?? table),
      enums: sameNames(enumsBeyond, live.enums),
    },
  };
}

const HOLDS_ROWS: ReadonlySet<string> = new Set(['table', 'partitioned table', 'foreign table']);

/** Of a table that a model has: the columns and keys that only the migrations add to it. Null where there are none. */
function partBeyond(own: Table, made: Table, observed: Table): { wanted: Table; there: Table } | null {
  const names = new Set(own.columns.map(({ name }) => name));
  const added: Column[] = made.columns.filter(({ name }) => !names.has(name));
  const ties = new Set(own.foreignKeys.map(tieOf));
  const keys: ForeignKey[] = made.foreignKeys.filter((key) => !ties.has(tieOf(key)));
  if (added.length === 0 && keys.length === 0) return null;
  const addedNames = new Set(added.map(({ name }) => name));
  const addedTies = new Set(keys.map(tieOf));
  const bare = { primaryKey: null, indexes: [], checks: [], exclusions: [], triggers: [] };
  return {
    wanted: { ...made, ...bare, columns: added, foreignKeys: keys },
    there: {
      ...observed,
      ...bare,
      columns: observed.columns.filter(({ name }) => addedNames.has(name)),
      foreignKeys: observed.foreignKeys.filter((key) => addedTies.has(tieOf(key))),
    },
  };
}

function sameNames(wanted: readonly EnumType[], live: readonly EnumType[]): EnumType[] {
  const names = new Set(wanted.map(nameOf));
  return live.filter((type) => names.has(nameOf(type)));
}
