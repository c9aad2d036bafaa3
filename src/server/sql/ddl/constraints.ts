import type { Constraint, IndexElem, Node } from 'libpg-query';
import type {
  CheckConstraint,
  ExclusionConstraint,
  ReferentialAction,
  Table,
} from '../../../shared/database-schema';
import { canonicalNode } from '../expression';
import { nameParts, objectName, truncateIdentifier } from '../identifier';
import { canonicalExclusion } from '../statement';
import { columnReferences } from './columns';
import { addIndex, functionOf, indexColumn, plainColumns } from './indexes';
import { spell, unqualify } from './spelled';
import {
  type DdlState,
  freeConstraintName,
  freeName,
  keyOf,
  placeOf,
  relationName,
  type StatementSource,
} from './state';

const ACTIONS: Record<string, ReferentialAction> = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};

/**
 * Every kind of constraint but NOT NULL, which is a property of its column.
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
  switch (constraint.contype) {
    case 'CONSTR_FOREIGN':
      addForeignKey(state, table, constraint, own, column);
      return;
    case 'CONSTR_CHECK':
      addCheck(state, table, constraint, own, source);
      return;
    case 'CONSTR_EXCLUSION':
      addExclusion(state, table, constraint, own, source);
      return;
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      addUnique(state, table, constraint, own, source, column);
      return;
    default:
  }
}

function addUnique(
  state: DdlState,
  table: Table,
  constraint: Constraint,
  own: string | null,
  source: StatementSource,
  column: string | undefined,
): void {
  const isPrimary = constraint.contype === 'CONSTR_PRIMARY';
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
      ...(constraint.deferrable === true ? { deferrable: true as const } : {}),
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
  const madeUp = (count: string) => objectName(table.name, columns.join('_'), `fkey${count}`);
  table.foreignKeys.push({
    name: own ?? freeConstraintName(state, table.schema, madeUp),
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
    enforced: constraint.is_enforced === true,
  });
}

function addCheck(
  state: DdlState,
  table: Table,
  constraint: Constraint,
  own: string | null,
  source: StatementSource,
): void {
  const expression = constraint.raw_expr;
  if (expression === undefined) return;
  unqualify(expression, table.name);
  // Named after its column where it is about one only.
  const about = new Set(columnReferences(expression).map(({ sval }) => sval ?? ''));
  const [only = null] = about.size === 1 ? about : [];
  const madeUp = (count: string) => objectName(table.name, only, `check${count}`);
  const check: CheckConstraint = {
    name: own ?? freeConstraintName(state, table.schema, madeUp),
    expression: '',
    validated: constraint.skip_validation !== true,
    enforced: constraint.is_enforced === true,
    noInherit: constraint.is_no_inherit === true,
    ...placeOf(source),
  };
  spell(state, check, expression, () => {
    check.expression = canonicalNode(expression, null, state.defaultSchema);
  });
  table.checks.push(check);
}

function addExclusion(
  state: DdlState,
  table: Table,
  constraint: Constraint,
  own: string | null,
  source: StatementSource,
): void {
  const elements = (constraint.exclusions ?? []).flatMap((pair): IndexElem[] => {
    const [element] = 'List' in pair ? (pair.List.items ?? []) : [];
    return element !== undefined && 'IndexElem' in element ? [element.IndexElem] : [];
  });
  const method = constraint.access_method ?? 'btree';
  unqualify(constraint, table.name);
  const include = names(constraint.including);
  const parts = [...elements.map((element) => element.name ?? functionOf(element.expr)), ...include];
  const madeUp = (count: string) => objectName(table.name, parts.join('_'), `excl${count}`);
  const name = own ?? freeName(state, table.schema, madeUp);
  const exclusion: ExclusionConstraint = { name, definition: '', ...placeOf(source) };
  spell(state, exclusion, constraint, () => {
    exclusion.definition = canonicalExclusion(constraint, state.defaultSchema);
  });
  table.exclusions.push(exclusion);
  const predicate = constraint.where_clause ?? null;
  addIndex(
    state,
    table,
    source,
    { keys: elements.map((element) => element.expr ?? null), predicate },
    {
      name,
      columns: elements.map((element) => indexColumn(element, method, state.defaultSchema, table)),
      include,
      unique: false,
      method,
      predicate: predicate === null ? null : canonicalNode(predicate, null, state.defaultSchema),
      nullsNotDistinct: false,
      constraint: 'exclusion',
    },
  );
}

function names(nodes: readonly Node[] | undefined): string[] {
  return nameParts(nodes).map(truncateIdentifier);
}
