import type { A_Expr, ColumnRef, Node } from 'libpg-query';
import { canonicalNode } from '../../sql/expression';
import { nameParts } from '../../sql/identifier';
import { parseSql, SqlSyntaxError } from '../../sql/parser';
import { visitNodes } from './visit-nodes';

/** One part of a condition that a btree could look up. */
export type Lookup = {
  column: string;
  /** `in`: one of several values, so what is found is in no order beyond it. */
  how: 'equal' | 'in' | 'range';
  /** The condition itself where its value stands in the text, as SQL on the bare column; null where it is a parameter. */
  constant: string | null;
};

/** A column that rows are sorted by. */
export type SortColumn = { column: string; order: 'asc' | 'desc'; nulls: 'first' | 'last' };

const RANGES = new Set(['<', '<=', '>', '>=']);

/**
 * What a plan's condition looks up in the columns of one table. Parts joined by AND count each for itself; what a btree
 * cannot look up (OR, LIKE, functions of a column) is left out.
 * @param alias how the plan calls the table
 */
export function lookupsIn(condition: string | null, alias: string | null): Lookup[] {
  const node = condition === null ? null : whereOf(condition);
  return node === null ? [] : conjuncts(node).flatMap((part) => lookupOf(part, alias) ?? []);
}

/** Sort keys as a plan tells them; null where one is no column of this table. */
export function sortColumnsIn(keys: readonly string[], alias: string | null): SortColumn[] | null {
  const found = keys.map((key) => sortColumnOf(key, alias));
  const known = found.filter((key) => key !== null);
  return known.length === keys.length && keys.length > 0 ? known : null;
}

function whereOf(condition: string): Node | null {
  const statement = parsed(`SELECT WHERE ${condition}`);
  return statement !== null && 'SelectStmt' in statement ? (statement.SelectStmt.whereClause ?? null) : null;
}

function parsed(sql: string): Node | null {
  try {
    return parseSql(sql)[0]?.node ?? null;
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    // Plans name what is no SQL: `(hashed SubPlan 1)`.
    return null;
  }
}

function conjuncts(node: Node): Node[] {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR')
    return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}

function lookupOf(node: Node, alias: string | null): Lookup | null {
  if ('A_Expr' in node) return comparison(node.A_Expr, alias);
  if ('NullTest' in node && node.NullTest.nulltesttype === 'IS_NULL') {
    const column = columnOf(node.NullTest.arg, alias);
    return column === null ? null : { column, how: 'equal', constant: `${quoted(column)} IS NULL` };
  }
  const bare = columnOf(node, alias);
  if (bare !== null) return { column: bare, how: 'equal', constant: quoted(bare) };
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
    const column = columnOf(node.BoolExpr.args?.[0], alias);
    return column === null ? null : { column, how: 'equal', constant: `NOT ${quoted(column)}` };
  }
  return null;
}

function comparison({ kind, name, lexpr, rexpr }: A_Expr, alias: string | null): Lookup | null {
  const operator = nameParts(name).at(-1) ?? '';
  const left = columnOf(lexpr, alias);
  const column = left ?? (kind === 'AEXPR_OP' ? columnOf(rexpr, alias) : null);
  const value = left === null ? lexpr : rexpr;
  if (column === null || value === undefined || columnsOf(value, alias).length > 0) return null;
  if (kind === 'AEXPR_OP_ANY') return operator === '=' ? { column, how: 'in', constant: null } : null;
  if (kind !== 'AEXPR_OP') return null;
  if (RANGES.has(operator)) return { column, how: 'range', constant: null };
  if (operator !== '=') return null;
  const constant = isConstant(value) ? `${quoted(column)} = ${canonicalNode(value)}` : null;
  return { column, how: 'equal', constant };
}

/** A literal, with or without a cast. */
function isConstant(node: Node): boolean {
  if ('A_Const' in node) return true;
  return 'TypeCast' in node && node.TypeCast.arg !== undefined && isConstant(node.TypeCast.arg);
}

/** A column of the table; of a text under a cast to text too, which is how a varchar stands in a plan. */
function columnOf(node: Node | undefined, alias: string | null): string | null {
  if (node === undefined) return null;
  if ('ColumnRef' in node) return ownColumn(node.ColumnRef, alias);
  if ('TypeCast' in node) {
    const type = nameParts(node.TypeCast.typeName?.names).at(-1);
    return type === 'text' ? columnOf(node.TypeCast.arg, alias) : null;
  }
  return null;
}

function ownColumn({ fields }: ColumnRef, alias: string | null): string | null {
  const names = nameParts(fields);
  const [only, more] = names;
  if (only === undefined || names.length > 2) return null;
  if (more === undefined) return only;
  return only === alias ? more : null;
}

function columnsOf(tree: unknown, alias: string | null): string[] {
  const found = new Set<string>();
  visitNodes(tree, (kind, node) => {
    if (kind !== 'ColumnRef') return;
    const { fields } = node;
    const names = Array.isArray(fields) ? nameParts(fields) : [];
    const column = ownColumn({ fields: names.map((sval) => ({ String: { sval } })) }, alias);
    if (column !== null) found.add(column);
  });
  return [...found];
}

function sortColumnOf(key: string, alias: string | null): SortColumn | null {
  const statement = parsed(`SELECT ORDER BY ${key}`);
  if (statement === null || !('SelectStmt' in statement)) return null;
  const [by] = statement.SelectStmt.sortClause ?? [];
  if (by === undefined || !('SortBy' in by)) return null;
  const { node, sortby_dir, sortby_nulls } = by.SortBy;
  const column = node !== undefined && 'ColumnRef' in node ? ownColumn(node.ColumnRef, alias) : null;
  if (column === null) return null;
  const order = sortby_dir === 'SORTBY_DESC' ? 'desc' : 'asc';
  const usual = order === 'desc' ? 'first' : 'last';
  const nulls =
    sortby_nulls === 'SORTBY_NULLS_FIRST' ? 'first' : sortby_nulls === 'SORTBY_NULLS_LAST' ? 'last' : usual;
  return { column, order, nulls };
}

function quoted(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}
