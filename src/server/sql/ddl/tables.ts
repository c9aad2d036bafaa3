import type { ColumnDef, Constraint, CreateStmt, Node } from 'libpg-query';
import type { Column, Table } from '../../../shared/database-schema';
import { canonicalDefault } from '../expression';
import { truncateIdentifier } from '../identifier';
import { serialType } from '../type-name';
import { collationOf } from './collation';
import { addConstraint } from './constraints';
import { addOwnSequence } from './sequences';
import {
  type DdlState,
  emptyTable,
  keyOf,
  noteAt,
  placeOf,
  relationName,
  type StatementSource,
  tableOf,
  typeOf,
} from './state';

/** CREATE TABLE with the columns and constraints inside it. */
export function createTable(state: DdlState, statement: CreateStmt, source: StatementSource): void {
  const { schema, name } = relationName(state, statement.relation);
  const key = keyOf(schema, name);
  if (statement.if_not_exists === true && state.tables.has(key)) return;
  if (statement.relation?.relpersistence === 't' || statement.partbound !== undefined) {
    state.lookedOver.add(key);
    return;
  }
  const kind = statement.partspec === undefined ? 'table' : 'partitioned table';
  const table: Table = { ...emptyTable(schema, name, kind), ...placeOf(source) };
  state.tables.set(key, table);
  for (const parent of statement.inhRelations ?? []) inherit(state, table, parent, source);
  const elements = statement.tableElts ?? [];
  for (const element of elements)
    if ('ColumnDef' in element) addColumn(state, table, element.ColumnDef, source);
  for (const element of elements)
    if ('Constraint' in element) addConstraint(state, table, element.Constraint, source);
  if (elements.some((element) => 'TableLikeClause' in element))
    noteAt(state, source, `the columns that ${name} takes LIKE another table are not followed`);
}

/** INHERITS: the parent's columns and check constraints are the child's too. */
function inherit(state: DdlState, table: Table, node: Node, source: StatementSource): void {
  const parent = 'RangeVar' in node ? tableOf(state, node.RangeVar) : undefined;
  if (parent === undefined) {
    noteAt(state, source, `the columns that ${table.name} inherits are not followed`);
    return;
  }
  for (const column of parent.columns) table.columns.push({ ...column, position: table.columns.length + 1 });
  for (const check of parent.checks) if (!check.noInherit) table.checks.push({ ...check });
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
  const constraints = withAttributes(definition.constraints);
  const type = serial ?? typeOf(state, typeName);
  const column: Column = {
    name: truncateIdentifier(definition.colname ?? ''),
    position: (table.columns.at(-1)?.position ?? 0) + 1,
    type,
    nullable: serial === null && definition.is_not_null !== true,
    default: serial === null ? null : 'nextval',
    generated: null,
    identity: null,
    collation: collationOf(definition.collClause),
  };
  table.columns.push(column);
  if (serial !== null) addOwnSequence(state, table, column, source, null);
  for (const constraint of constraints) {
    applyToColumn(column, constraint, state.defaultSchema);
    if (constraint.contype === 'CONSTR_IDENTITY')
      addOwnSequence(state, table, column, source, { options: constraint.options ?? [] });
    addConstraint(state, table, constraint, source, column.name);
  }
}

/** The constraints at a column; DEFERRABLE and its like, which the parser gives as some of their own, belong to the one before. */
function withAttributes(nodes: readonly Node[] | undefined): Constraint[] {
  const constraints: Constraint[] = [];
  for (const node of nodes ?? []) {
    if (!('Constraint' in node)) continue;
    const last = constraints.at(-1);
    switch (node.Constraint.contype) {
      case 'CONSTR_ATTR_DEFERRABLE':
        if (last !== undefined) last.deferrable = true;
        break;
      case 'CONSTR_ATTR_DEFERRED':
        if (last !== undefined) Object.assign(last, { deferrable: true, initdeferred: true });
        break;
      case 'CONSTR_ATTR_NOT_ENFORCED':
        if (last !== undefined) Object.assign(last, { is_enforced: false, skip_validation: true });
        break;
      case 'CONSTR_ATTR_NOT_DEFERRABLE':
      case 'CONSTR_ATTR_IMMEDIATE':
      case 'CONSTR_ATTR_ENFORCED':
        break;
      default:
        constraints.push(node.Constraint);
    }
  }
  return constraints;
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
