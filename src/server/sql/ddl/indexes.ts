import type { IndexElem, IndexStmt, Node } from 'libpg-query';
import type { Index, IndexColumn, Table } from '../../../shared/database-schema';
import { canonicalNode } from '../expression';
import { nameParts, objectName, truncateIdentifier } from '../identifier';
import { indexDefinition } from '../index-definition';
import { isDefaultOpclass } from '../opclass';
import { collationOf } from './collation';
import { unqualify } from './spelled';
import { type DdlState, freeName, type IndexTrees, noteAt, type StatementSource, tableOf } from './state';

/** CREATE INDEX. A table that no statement made is noted: its index cannot be placed. */
export function createIndex(state: DdlState, statement: IndexStmt, source: StatementSource): void {
  const table = tableOf(state, statement.relation);
  if (table === undefined) {
    noteAt(state, source, `an index on ${statement.relation?.relname}, a table not made before`);
    return;
  }
  const method = statement.accessMethod ?? 'btree';
  unqualify(statement, table.name);
  const elements = indexElements(statement.indexParams).map(plainKey);
  const include = indexElements(statement.indexIncludingParams).map((element) => element.name ?? '');
  const trees: IndexTrees = {
    keys: elements.map((element) => element.expr ?? null),
    predicate: statement.whereClause ?? null,
  };
  const parts = elements.map((element) => element.name ?? functionOf(element.expr));
  const name =
    statement.idxname === undefined || statement.idxname === ''
      ? freeName(state, table.schema, (count) =>
          objectName(table.name, [...parts, ...include].join('_'), `idx${count}`),
        )
      : truncateIdentifier(statement.idxname);
  if (statement.if_not_exists === true && table.indexes.some((index) => index.name === name)) return;
  addIndex(state, table, source, trees, {
    name,
    columns: elements.map((element) => indexColumn(element, method, state.defaultSchema, table)),
    include,
    unique: statement.unique === true,
    method,
    predicate: trees.predicate === null ? null : canonicalNode(trees.predicate, null, state.defaultSchema),
    nullsNotDistinct: statement.nulls_not_distinct === true,
    constraint: null,
  });
}

type IndexParts = Pick<
  Index,
  | 'name'
  | 'columns'
  | 'include'
  | 'unique'
  | 'method'
  | 'predicate'
  | 'nullsNotDistinct'
  | 'constraint'
  | 'deferrable'
>;

/** Puts an index on its table, with what the declared side can know of it. */
export function addIndex(
  state: DdlState,
  table: Table,
  source: StatementSource,
  trees: IndexTrees,
  parts: IndexParts,
): void {
  const index: Index = {
    schema: table.schema,
    table: table.name,
    ...parts,
    valid: true,
    ready: true,
    origin: state.origin,
    sizeBytes: null,
    definition: source.text,
    ...(source.file === null ? {} : { source: { file: source.file, line: source.line } }),
  };
  if (state.origin === 'schema') index.definition = indexDefinition(index);
  table.indexes.push(index);
  state.trees.set(index, trees);
}

/** Key columns in their plain order, as a constraint has them. */
export function plainColumns(names: readonly string[]): IndexColumn[] {
  return names.map((name) => ({
    name,
    expression: null,
    order: 'asc',
    nulls: 'last',
    opclass: null,
    collation: null,
  }));
}

function indexElements(nodes: readonly Node[] | undefined): IndexElem[] {
  return (nodes ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
}

/** `(a)` and `(a COLLATE "C")` in brackets are no expressions to PostgreSQL, but the column itself. */
export function plainKey(element: IndexElem): IndexElem {
  let { expr, collation } = element;
  if (expr !== undefined && 'CollateClause' in expr) {
    collation = expr.CollateClause.collname ?? collation;
    expr = expr.CollateClause.arg;
  }
  const names = expr !== undefined && 'ColumnRef' in expr ? nameParts(expr.ColumnRef.fields) : [];
  const [name] = names;
  const { expr: _expr, collation: _collation, ...rest } = element;
  const collated = { ...rest, ...(collation === undefined ? {} : { collation }) };
  if (names.length === 1 && name !== undefined) return { ...collated, name };
  return { ...collated, ...(expr === undefined ? {} : { expr }) };
}

/** A key of an index, as the catalogue's side would have it. */
export function indexColumn(
  element: IndexElem,
  method: string,
  defaultSchema: string,
  table: Table,
): IndexColumn {
  const collation = collationOf({ collname: element.collation ?? [] });
  // An expression may have its collation from any column in it, which the catalogue does not tell from a written one.
  const isOwn = table.columns.some(
    (column) =>
      column.collation === collation && (element.name === undefined || element.name === column.name),
  );
  const order = element.ordering === 'SORTBY_DESC' ? 'desc' : 'asc';
  const opclass = nameParts(element.opclass).at(-1) ?? null;
  return {
    name: element.name ?? null,
    expression:
      element.name === undefined && element.expr !== undefined
        ? canonicalNode(element.expr, null, defaultSchema)
        : null,
    order,
    nulls: nullsOf(element, order),
    opclass: opclass === null || isDefaultOpclass(method, opclass) ? null : opclass,
    collation: isOwn ? null : collation,
  };
}

function nullsOf(element: IndexElem, order: IndexColumn['order']): IndexColumn['nulls'] {
  if (element.nulls_ordering === 'SORTBY_NULLS_FIRST') return 'first';
  if (element.nulls_ordering === 'SORTBY_NULLS_LAST') return 'last';
  return order === 'desc' ? 'first' : 'last';
}

/** What PostgreSQL puts for an expression into an index name that it makes up: its function's name, or `expr`. */
export function functionOf(node: Node | undefined): string {
  return node !== undefined && 'FuncCall' in node
    ? (nameParts(node.FuncCall.funcname).at(-1) ?? 'expr')
    : 'expr';
}
