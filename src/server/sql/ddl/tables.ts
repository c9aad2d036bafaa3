import type { ColumnDef, Constraint, CreateStmt, Node } from 'libpg-query';
import {
  type Column,
  NO_ROW_SECURITY,
  type ReferentialAction,
  type Table,
} from '../../../shared/database-schema';
import { canonicalDefault } from '../expression';
import { nameParts, objectName, truncateIdentifier } from '../identifier';
import { serialType } from '../type-name';
import { addIndex, plainColumns } from './indexes';
import { type DdlState, freeName, keyOf, relationName, type StatementSource, typeOf } from './state';

const ACTIONS: Record<string, ReferentialAction> = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};

/** CREATE TABLE with the columns and constraints inside it. */
export function createTable(state: DdlState, statement: CreateStmt, source: StatementSource): void {
  const { schema, name } = relationName(state, statement.relation);
  const key = keyOf(schema, name);
  if (statement.if_not_exists === true && state.tables.has(key)) return;
  if (statement.relation?.relpersistence === 't') return;
  const table: Table = {
    schema,
    name,
    kind: statement.partspec === undefined ? 'table' : 'partitioned table',
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
  state.tables.set(key, table);
  const elements = statement.tableElts ?? [];
  for (const element of elements)
    if ('ColumnDef' in element) addColumn(state, table, element.ColumnDef, source);
  for (const element of elements)
    if ('Constraint' in element) addConstraint(state, table, element.Constraint, source);
  if (elements.some((element) => 'TableLikeClause' in element) || statement.inhRelations !== undefined) {
    state.notes.push(
      `Line ${source.line}: the columns that ${name} takes from another table were not followed.`,
    );
  }
}

/** A column with its own constraints. */
export function addColumn(
  state: DdlState,
  table: Table,
  definition: ColumnDef,
  source: StatementSource,
): void {
  const typeName = definition.typeName;
  if (typeName === undefined) return;
  const serial = serialType(typeName);
  const constraints = (definition.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [node.Constraint] : [],
  );
  const type = serial ?? typeOf(state, typeName);
  const column: Column = {
    name: truncateIdentifier(definition.colname ?? ''),
    position: (table.columns.at(-1)?.position ?? 0) + 1,
    type,
    nullable: serial === null && definition.is_not_null !== true,
    default: serial === null ? null : 'nextval',
    generated: null,
    identity: null,
    collation: null,
  };
  table.columns.push(column);
  for (const constraint of constraints) {
    applyToColumn(column, constraint, state.defaultSchema);
    addConstraint(state, table, constraint, source, column.name);
  }
}

function applyToColumn(column: Column, constraint: Constraint, defaultSchema: string): void {
  switch (constraint.contype) {
    case 'CONSTR_NOTNULL':
    case 'CONSTR_PRIMARY':
      column.nullable = false;
      break;
    case 'CONSTR_DEFAULT':
      column.default = canonicalDefault(constraint.raw_expr, column.type, defaultSchema);
      break;
    case 'CONSTR_GENERATED':
      column.generated = constraint.generated_kind === 'v' ? 'virtual' : 'stored';
      column.default = canonicalDefault(constraint.raw_expr, column.type, defaultSchema);
      break;
    case 'CONSTR_IDENTITY':
      column.identity = constraint.generated_when === 'a' ? 'always' : 'by default';
      column.nullable = false;
      break;
    default:
  }
}

/**
 * Primary keys, unique constraints and foreign keys; checks and exclusions have no place in the model yet.
 * @param column the one that a constraint written at a column is about
 */
export function addConstraint(
  state: DdlState,
  table: Table,
  constraint: Constraint,
  source: StatementSource,
  column?: string,
): void {
  const own = constraint.conname === undefined ? null : truncateIdentifier(constraint.conname);
  if (constraint.contype === 'CONSTR_FOREIGN') {
    addForeignKey(state, table, constraint, own, column);
    return;
  }
  const isPrimary = constraint.contype === 'CONSTR_PRIMARY';
  if (!isPrimary && constraint.contype !== 'CONSTR_UNIQUE') return;
  if (constraint.indexname !== undefined) {
    adoptIndex(table, constraint.indexname, isPrimary, own);
    return;
  }
  const columns = column === undefined ? names(constraint.keys) : [column];
  const include = names(constraint.including);
  const madeUp = (count: string) =>
    isPrimary
      ? objectName(table.name, null, `pkey${count}`)
      : objectName(table.name, [...columns, ...include].join('_'), `key${count}`);
  const name = own ?? freeName(state, table.schema, madeUp);
  if (isPrimary) setPrimaryKey(table, name, columns);
  addIndex(
    state,
    table,
    source,
    { keys: columns.map(() => null), predicate: null },
    {
      name,
      columns: plainColumns(columns),
      include,
      unique: true,
      method: 'btree',
      predicate: null,
      nullsNotDistinct: constraint.nulls_not_distinct === true,
      constraint: isPrimary ? 'primary' : 'unique',
    },
  );
}

function setPrimaryKey(table: Table, name: string, columns: string[]): void {
  table.primaryKey = { name, columns };
  for (const column of table.columns) if (columns.includes(column.name)) column.nullable = false;
}

/** ADD CONSTRAINT … USING INDEX: the index takes the constraint's name. */
function adoptIndex(table: Table, indexName: string, isPrimary: boolean, name: string | null): void {
  const index = table.indexes.find((one) => one.name === indexName);
  if (index === undefined) return;
  index.name = name ?? index.name;
  index.constraint = isPrimary ? 'primary' : 'unique';
  if (isPrimary)
    setPrimaryKey(
      table,
      index.name,
      index.columns.flatMap((one) => one.name ?? []),
    );
}

function addForeignKey(
  state: DdlState,
  table: Table,
  constraint: Constraint,
  own: string | null,
  column: string | undefined,
): void {
  const columns = column === undefined ? names(constraint.fk_attrs) : [column];
  const target = relationName(state, constraint.pktable);
  const written = names(constraint.pk_attrs);
  const primary = state.tables.get(keyOf(target.schema, target.name))?.primaryKey?.columns ?? [];
  table.foreignKeys.push({
    name: own ?? objectName(table.name, columns.join('_'), 'fkey'),
    columns,
    references: {
      schema: target.schema,
      table: target.name,
      columns: written.length > 0 ? written : [...primary],
    },
    onDelete: ACTIONS[constraint.fk_del_action ?? 'a'] ?? 'NO ACTION',
    onUpdate: ACTIONS[constraint.fk_upd_action ?? 'a'] ?? 'NO ACTION',
    deferrable: constraint.deferrable === true,
    initiallyDeferred: constraint.initdeferred === true,
    match: constraint.fk_matchtype === 'f' ? 'FULL' : 'SIMPLE',
    validated: constraint.skip_validation !== true,
    enforced: true,
  });
}

function names(nodes: readonly Node[] | undefined): string[] {
  return nameParts(nodes).map(truncateIdentifier);
}
