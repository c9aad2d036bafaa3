import type { AlterSeqStmt, CreateSeqStmt, Node } from 'libpg-query';
import type { Column, Sequence, Table } from '../../../shared/database-schema';
import { nameParts, objectName, truncateIdentifier } from '../identifier';
import { canonicalType } from '../type-name';
import { type DdlState, keyOf, placeOf, relationName, type StatementSource } from './state';

/** The largest number of each type; the smallest is its negative, less one. */
const LARGEST = { smallint: '32767', integer: '2147483647', bigint: '9223372036854775807' } as const;
const SMALLEST = { smallint: '-32768', integer: '-2147483648', bigint: '-9223372036854775808' } as const;

/** CREATE SEQUENCE. */
export function createSequence(state: DdlState, statement: CreateSeqStmt, source: StatementSource): void {
  const { schema, name } = relationName(state, statement.sequence);
  if (statement.sequence?.relpersistence === 't') return;
  if (statement.if_not_exists === true && state.sequences.has(keyOf(schema, name))) return;
  const sequence = plainSequence(schema, name, 'bigint', source);
  state.sequences.set(keyOf(schema, name), sequence);
  applyOptions(state, sequence, statement.options, true);
}

/** ALTER SEQUENCE; where it goes on counting is data. */
export function alterSequence(state: DdlState, statement: AlterSeqStmt): void {
  const { schema, name } = relationName(state, statement.sequence);
  const sequence = state.sequences.get(keyOf(schema, name));
  if (sequence !== undefined) applyOptions(state, sequence, statement.options, false);
}

/** The sequence that a serial or identity column has of its own. */
export function addOwnSequence(
  state: DdlState,
  table: Table,
  column: Column,
  source: StatementSource,
  identity: { options: readonly Node[] } | null,
): void {
  const named = option(identity?.options, 'sequence_name');
  const given = named !== undefined && 'List' in named ? nameParts(named.List.items) : [];
  const schema = given.length > 1 ? (given.at(-2) ?? table.schema) : table.schema;
  const name =
    given.length > 0 ? truncateIdentifier(given.at(-1) ?? '') : freeSequenceName(state, table, column.name);
  const type = column.type === 'smallint' || column.type === 'integer' ? column.type : 'bigint';
  const sequence: Sequence = {
    ...plainSequence(schema, name, type, source),
    ownedBy: { table: table.name, column: column.name },
    identity: identity !== null,
  };
  state.sequences.set(keyOf(schema, name), sequence);
  applyOptions(state, sequence, identity?.options, true);
}

/** ALTER COLUMN … SET GENERATED … SET …: the options of the sequence under an identity column. */
export function alterIdentitySequence(
  state: DdlState,
  table: Table,
  column: string,
  options: readonly Node[],
): void {
  for (const sequence of sequencesOf(state, table, column))
    if (sequence.identity) applyOptions(state, sequence, options, false);
}

/** Those that belong to a table, or to one column of it. */
export function sequencesOf(state: DdlState, table: Table, column?: string): Sequence[] {
  return [...state.sequences.values()].filter(
    ({ schema, ownedBy }) =>
      schema === table.schema &&
      ownedBy?.table === table.name &&
      (column === undefined || ownedBy.column === column),
  );
}

/** As PostgreSQL does it with the table or the column that owns them. */
export function dropOwnSequences(state: DdlState, table: Table, column?: string, onlyIdentity = false): void {
  // Most tables have none, and large schemas have many tables.
  if (column !== undefined || state.sequences.size > 0)
    for (const sequence of sequencesOf(state, table, column))
      if (!onlyIdentity || sequence.identity) state.sequences.delete(keyOf(sequence.schema, sequence.name));
}

function plainSequence(
  schema: string,
  name: string,
  type: Sequence['type'],
  source: StatementSource,
): Sequence {
  return {
    schema,
    name,
    type,
    start: '1',
    minimum: '1',
    maximum: LARGEST[type],
    increment: '1',
    cache: '1',
    cycle: false,
    ownedBy: null,
    identity: false,
    ...placeOf(source),
  };
}

function freeSequenceName(state: DdlState, table: Table, column: string): string {
  for (let count = 0; ; count += 1) {
    const name = objectName(table.name, column, `seq${count === 0 ? '' : count}`);
    const key = keyOf(table.schema, name);
    if (!state.sequences.has(key) && !state.tables.has(key)) return name;
  }
}

function applyOptions(
  state: DdlState,
  sequence: Sequence,
  options: readonly Node[] | undefined,
  isNew: boolean,
): void {
  const before = { ...sequence };
  const as = option(options, 'as');
  if (as !== undefined && 'TypeName' in as) sequence.type = typeNamed(canonicalType(as.TypeName));
  const increment = numberOf(options, 'increment');
  if (increment !== null) sequence.increment = increment;
  const isDown = sequence.increment.startsWith('-');
  // Limits that were the type's own follow it; so does a new sequence's direction.
  const followsMaximum = isNew || before.maximum === LARGEST[before.type];
  const followsMinimum = isNew || before.minimum === SMALLEST[before.type];
  if (numberOf(options, 'maxvalue') !== null) sequence.maximum = numberOf(options, 'maxvalue') ?? '';
  else if (has(options, 'maxvalue') || (followsMaximum && (isNew || as !== undefined)))
    sequence.maximum = isDown ? '-1' : LARGEST[sequence.type];
  if (numberOf(options, 'minvalue') !== null) sequence.minimum = numberOf(options, 'minvalue') ?? '';
  else if (has(options, 'minvalue') || isNew || (followsMinimum && as !== undefined))
    sequence.minimum = isDown ? SMALLEST[sequence.type] : '1';
  const start = numberOf(options, 'start');
  if (start !== null) sequence.start = start;
  else if (isNew) sequence.start = isDown ? sequence.maximum : sequence.minimum;
  sequence.cache = numberOf(options, 'cache') ?? sequence.cache;
  const cycle = option(options, 'cycle');
  if (cycle !== undefined && 'Boolean' in cycle) sequence.cycle = cycle.Boolean.boolval === true;
  const owner = option(options, 'owned_by');
  if (owner !== undefined && 'List' in owner) own(state, sequence, nameParts(owner.List.items));
}

function own(state: DdlState, sequence: Sequence, owner: string[]): void {
  const [column, table] = [owner.at(-1), owner.at(-2)];
  // OWNED BY NONE.
  if (column === undefined || table === undefined) {
    sequence.ownedBy = null;
    return;
  }
  const schema = owner.at(-3) ?? state.defaultSchema;
  sequence.ownedBy = state.tables.has(keyOf(schema, table)) ? { table, column } : null;
}

function typeNamed(type: string): Sequence['type'] {
  return type === 'smallint' || type === 'integer' ? type : 'bigint';
}

function has(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === name);
}

function option(options: readonly Node[] | undefined, name: string): Node | undefined {
  for (const node of options ?? [])
    if ('DefElem' in node && node.DefElem.defname === name) return node.DefElem.arg;
  return undefined;
}

/** Numbers too large for the parser's integers come as text. */
function numberOf(options: readonly Node[] | undefined, name: string): string | null {
  const value = option(options, name);
  if (value === undefined) return null;
  if ('Integer' in value) return String(value.Integer.ival ?? 0);
  return 'Float' in value ? (value.Float.fval ?? '0') : null;
}
