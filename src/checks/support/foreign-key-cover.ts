import type { DatabaseSchema, Index, Table } from '../../shared/database-schema';
import type { PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import { externalFilter } from './external';
import { modelFinder, readable } from './names';

/** A tie between two tables whose rows are looked up from the other end: a foreign key, or a relation that only the client keeps. */
export type Tie = {
  /** The live table that has the columns. */
  table: Table;
  model: PrismaModel | undefined;
  columns: readonly string[];
  references: { schema: string; table: string; columns: readonly string[] };
  /** The constraint's name; null for a relation under `relationMode = "prisma"`. */
  constraint: string | null;
  /** The relation's field in the model, where only the client keeps it. */
  field: string | null;
};

export type CoveredTie = Tie & {
  /** An index that serves its lookups; null where the table has none. */
  cover: Index | null;
};

type Remembered = { models: PrismaSchema['models'] | undefined; ties: readonly CoveredTie[] };
const remembered = new WeakMap<readonly Table[], Remembered>();

/**
 * Every foreign key of the database, and where schema.prisma has `relationMode = "prisma"` every relation of it that no
 * foreign key stands for, each with an index that covers it. Left out are keys that are NOT ENFORCED (nothing looks up
 * their rows) and tables that are managed elsewhere.
 */
export function coveredTies(
  catalogue: Pick<DatabaseSchema, 'tables'>,
  prisma?: PrismaSchema,
): readonly CoveredTie[] {
  const known = remembered.get(catalogue.tables);
  if (known !== undefined && known.models === prisma?.models) return known.ties;
  const ties = findTies(catalogue, prisma);
  remembered.set(catalogue.tables, { models: prisma?.models, ties });
  return ties;
}

function findTies(
  { tables }: Pick<DatabaseSchema, 'tables'>,
  prisma: PrismaSchema | undefined,
): CoveredTie[] {
  const findModel = modelFinder(prisma);
  const external = externalFilter(prisma);
  const relationsOf = prisma?.relationMode === 'prisma' ? clientRelations(prisma) : () => [];
  const ties: CoveredTie[] = [];
  for (const table of tables) {
    if (external.table(table)) continue;
    const model = findModel(table);
    const from = ties.length;
    for (const { name: constraint, columns, references, enforced } of table.foreignKeys) {
      const cover = enforced ? coverOf(table, columns) : null;
      if (enforced) ties.push({ table, model, columns, references, constraint, field: null, cover });
    }
    for (const relation of model === undefined ? [] : relationsOf(model)) {
      if (ties.slice(from).some((key) => tiedTo(key) === tiedTo(relation))) continue;
      ties.push({ ...relation, table, model, cover: coverOf(table, relation.columns) });
    }
  }
  return ties;
}

/** What is tied to what, whatever the order of its columns. */
function tiedTo({ columns, references }: Pick<Tie, 'columns' | 'references'>): string {
  const pairs = columns.map((column, place) => `${column}=${references.columns[place] ?? ''}`);
  return JSON.stringify([references.schema, references.table, ...pairs.sort()]);
}

type ClientRelation = Pick<Tie, 'columns' | 'references' | 'constraint' | 'field'>;

/** The relations of a model that hold their columns in it, as tables and columns. */
function clientRelations(prisma: PrismaSchema): (model: PrismaModel) => ClientRelation[] {
  const models = new Map(prisma.models.map((model) => [model.name, model]));
  return (model) =>
    model.fields.flatMap((field): ClientRelation[] => {
      const target = models.get(field.type);
      if (field.relation === undefined || target === undefined) return [];
      return [
        {
          columns: columnsOf(model, field.relation.fields),
          references: {
            schema: target.schema,
            table: target.dbName,
            columns: columnsOf(target, field.relation.references),
          },
          constraint: null,
          field: field.name,
        },
      ];
    });
}

function columnsOf(model: PrismaModel, fields: readonly string[]): string[] {
  return fields.map((name) => model.fields.find((field) => field.name === name)?.dbName ?? name);
}

/** The first index of the table that covers these columns: one without a predicate before a partial one. */
export function coverOf(table: Pick<Table, 'indexes'>, columns: readonly string[]): Index | null {
  let partial: Index | null = null;
  for (const index of table.indexes) {
    const first = index.columns[0]?.name ?? '';
    if (!columns.includes(first) || coverFault(index, columns) !== null) continue;
    if (index.predicate === null) return index;
    partial ??= index;
  }
  return partial;
}

/** These have an order or a hash, so that equal values of all first columns lie together. */
const BY_EQUALITY: ReadonlySet<string> = new Set(['btree', 'hash']);

/**
 * Why PostgreSQL could not look up rows by equality of all these columns in this index alone; null where it can, and the
 * index covers them. It can where the index is valid and ready, a btree whose keys begin with all of the columns, in any
 * order and direction and with nothing between them (or a hash of the only one), compared as the columns themselves are,
 * and where it holds every row in which none of them is null: a predicate may say no more than `column IS NOT NULL`.
 * @returns the end of a sentence that begins with the index: `is partial (where …)`
 */
export function coverFault(index: Index, columns: readonly string[]): string | null {
  const order = orderFault(index, columns);
  if (order !== null) return order;
  if (!BY_EQUALITY.has(index.method)) return `is a ${index.method} index, which keeps no order`;
  if (!index.valid || !index.ready) return 'is not valid, so that no query uses it';
  if (index.predicate !== null && !holdsAllButNulls(index.predicate, columns))
    return `holds only the rows where ${index.predicate}`;
  return null;
}

function orderFault({ columns: keys }: Index, columns: readonly string[]): string | null {
  // Most keys are of one column, and most indexes begin with another one.
  const first = keys[0]?.name;
  if (typeof first === 'string' && !columns.includes(first)) return `begins with ${readable(first)}`;
  const wanted = new Set(columns);
  const left = new Set(columns);
  for (const key of keys) {
    if (left.size === 0) break;
    if (key.name === null) return 'has an expression in its place';
    if (!wanted.has(key.name)) {
      return `has ${readable(key.name)} before ${[...left].map(readable).join(', ')}`;
    }
    if (key.collation !== null) return `has ${readable(key.name)} in another collation`;
    if (key.opclass !== null && !KEEPS_EQUALITY.has(key.opclass))
      return `has ${readable(key.name)} by the operator class ${key.opclass}`;
    left.delete(key.name);
  }
  return left.size === 0 ? null : `lacks ${[...left].map(readable).join(', ')}`;
}

/** Operator classes that are no defaults and hold the usual `=` all the same (PostgreSQL's documentation, "Operator Classes"). */
const KEEPS_EQUALITY: ReadonlySet<string> = new Set([
  'text_pattern_ops',
  'varchar_pattern_ops',
  'bpchar_pattern_ops',
]);

const NOT_NULL = /^(?:"((?:[^"]|"")+)"|([a-z_][a-z0-9_$]*)) IS NOT NULL$/;

/**
 * Whether a predicate lets in every row that a comparison of these columns can find: it says of some of them that they
 * are not null, and nothing else. An equality is never true of null, so PostgreSQL knows that such a row is in the index.
 */
export function holdsAllButNulls(predicate: string, columns: readonly string[]): boolean {
  return conjuncts(predicate).every((part) => {
    const [, quoted, bare] = NOT_NULL.exec(part) ?? [];
    const name = quoted?.replaceAll('""', '"') ?? bare;
    return name !== undefined && columns.includes(name);
  });
}

/** The parts of `(a) AND (b)`, without their brackets. A part that holds an AND of its own comes apart too, and fits nothing. */
function conjuncts(predicate: string): string[] {
  return predicate.split(' AND ').map((part) => part.trim().replace(/^\((.*)\)$/s, '$1'));
}

/** The index that comes nearest to covering these columns, and why it does not; null where none begins with one of them. */
export function nearestCover(
  table: Pick<Table, 'indexes'>,
  columns: readonly string[],
): { index: Index; fault: string } | null {
  let nearest: { index: Index; fault: string; rank: number } | null = null;
  for (const index of table.indexes) {
    const first = index.columns[0]?.name;
    if (first === undefined || first === null || !columns.includes(first)) continue;
    const fault = coverFault(index, columns);
    const rank = orderFault(index, columns) === null ? 1 : 0;
    if (fault !== null && rank > (nearest?.rank ?? -1)) nearest = { index, fault, rank };
  }
  return nearest === null ? null : { index: nearest.index, fault: nearest.fault };
}
