import type { Node, RangeVar, TypeName } from 'libpg-query';
import {
  type EnumType,
  type Extension,
  type Index,
  NO_ROW_SECURITY,
  type Sequence,
  type Table,
  type TableKind,
} from '../../../shared/database-schema';
import type { SourcePosition } from '../../../shared/finding';
import { nameParts, truncateIdentifier } from '../identifier';
import { canonicalType } from '../type-name';

/** The trees behind an index's expressions, so that a renamed column can be followed into them. */
export type IndexTrees = { keys: (Node | null)[]; predicate: Node | null };

/** The tree behind an object's canonical text, so that a renamed column or table can be followed into it. */
export type Spelled = { tree: object; respell(): void };

/** A database as the statements that were read so far have made it. */
export type DdlState = {
  /** Where an object without a schema belongs. */
  defaultSchema: string;
  origin: 'schema' | 'migration';
  schemas: Set<string>;
  tables: Map<string, Table>;
  enums: Map<string, EnumType>;
  sequences: Map<string, Sequence>;
  extensions: Map<string, Extension>;
  /** Tables that are looked over on purpose: partitions are part of their table, temporary ones end with their session. */
  lookedOver: Set<string>;
  /** Behind the canonical texts of constraints, triggers and policies. */
  spelled: WeakMap<object, Spelled>;
  trees: WeakMap<Index, IndexTrees>;
  /** What was not understood, a sentence each. */
  notes: string[];
};

/** Where a statement stands, and its text. */
export type StatementSource = { file: string | null; line: number; text: string };

/** An empty database. */
export function emptyState(defaultSchema: string, origin: DdlState['origin']): DdlState {
  return {
    defaultSchema,
    origin,
    schemas: new Set(),
    tables: new Map(),
    enums: new Map(),
    sequences: new Map(),
    extensions: new Map(),
    lookedOver: new Set(),
    spelled: new WeakMap(),
    trees: new WeakMap(),
    notes: [],
  };
}

/** A name with its schema, as a key of the state's maps. */
export function keyOf(schema: string, name: string): string {
  return `${schema}\u0000${name}`;
}

/** Schema and name of a relation as PostgreSQL keeps them. */
export function relationName(
  state: DdlState,
  relation: RangeVar | undefined,
): { schema: string; name: string } {
  return {
    schema: relation?.schemaname ?? state.defaultSchema,
    name: truncateIdentifier(relation?.relname ?? ''),
  };
}

/** The same for a name that is a list of strings. */
export function qualifiedName(
  state: DdlState,
  nodes: readonly Node[] | undefined,
): { schema: string; name: string } {
  const parts = nameParts(nodes);
  return {
    schema: parts.length > 1 ? (parts.at(-2) ?? state.defaultSchema) : state.defaultSchema,
    name: truncateIdentifier(parts.at(-1) ?? ''),
  };
}

/** Notes what could not be followed, with the place of its statement. */
export function noteAt(state: DdlState, source: StatementSource, what: string): void {
  const place = source.file === null ? `Line ${source.line} of the DDL` : `${source.file}:${source.line}`;
  state.notes.push(`${place}: ${what}.`);
}

export function tableOf(state: DdlState, relation: RangeVar | undefined): Table | undefined {
  const { schema, name } = relationName(state, relation);
  return state.tables.get(keyOf(schema, name));
}

/** Whether a table is one that this reading looks over on purpose. */
export function isLookedOver(state: DdlState, relation: RangeVar | undefined): boolean {
  const { schema, name } = relationName(state, relation);
  return state.lookedOver.has(keyOf(schema, name));
}

/** A table without anything. */
export function emptyTable(schema: string, name: string, kind: TableKind): Table {
  return {
    schema,
    name,
    kind,
    columns: [],
    primaryKey: null,
    foreignKeys: [],
    indexes: [],
    checks: [],
    exclusions: [],
    triggers: [],
    rowSecurity: NO_ROW_SECURITY,
    query: null,
    rowEstimate: null,
    sizeBytes: null,
  };
}

/** Where a migration makes an object; nothing for DDL that stands in no file. */
export function placeOf({ file, line }: StatementSource): { source?: SourcePosition } {
  return file === null ? {} : { source: { file, line } };
}

/** The canonical type; an enum written without a schema has the one where it was made. */
export function typeOf(state: DdlState, type: TypeName): string {
  return canonicalType(type, (name) =>
    state.enums.has(keyOf(state.defaultSchema, name)) ? state.defaultSchema : null,
  );
}

/** Every index with the table that it stands on. */
export function* indexesOf(state: DdlState): Generator<{ table: Table; index: Index }> {
  for (const table of state.tables.values()) {
    for (const index of table.indexes) yield { table, index };
  }
}

/** A made-up name that no index of the schema has yet: PostgreSQL counts up behind the label. */
export function freeName(state: DdlState, schema: string, make: (suffix: string) => string): string {
  const taken = new Set<string>();
  for (const { table, index } of indexesOf(state)) if (table.schema === schema) taken.add(index.name);
  for (let count = 0; ; count += 1) {
    const name = make(count === 0 ? '' : String(count));
    if (!taken.has(name)) return name;
  }
}

/** The same for a constraint's name, which no other constraint of the schema has. */
export function freeConstraintName(
  state: DdlState,
  schema: string,
  make: (suffix: string) => string,
): string {
  const taken = new Set<string>();
  for (const table of state.tables.values()) {
    if (table.schema !== schema) continue;
    for (const one of [...table.checks, ...table.foreignKeys, ...table.exclusions]) taken.add(one.name);
    for (const index of table.indexes) if (index.constraint !== null) taken.add(index.name);
  }
  for (let count = 0; ; count += 1) {
    const name = make(count === 0 ? '' : String(count));
    if (!taken.has(name)) return name;
  }
}
