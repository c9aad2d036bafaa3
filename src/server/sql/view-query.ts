import type { Node, SelectStmt } from 'libpg-query';
import { foldSpace } from './fold-space';
import { nameParts } from './identifier';
import { parseSql, SqlSyntaxError } from './parser';
import { spelt } from './spellings';

/**
 * The query of a view, as `pg_get_viewdef` prints it, in one spelling for all versions: white space folded, and at its
 * top level no table before the columns where only one table is read, as PostgreSQL 16 and later have it. It stays SQL
 * that makes the same view. `loadSqlParser()` must have been awaited.
 * @returns with white space folded only, where PostgreSQL's parser does not take it
 */
export function canonicalQuery(sql: string): string {
  return spelt('query', sql, () => foldSpace(withoutQualifiers(sql)).replace(/;$/, '').trim());
}

function withoutQualifiers(sql: string): string {
  let select: SelectStmt | null = null;
  try {
    const node = parseSql(sql)[0]?.node;
    if (node !== undefined && 'SelectStmt' in node) select = node.SelectStmt;
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
  }
  const name = select === null ? null : onlyRelation(select);
  if (select === null || name === null) return sql;
  // Places count bytes.
  const bytes = Buffer.from(sql, 'utf8');
  let text = '';
  let from = 0;
  for (const place of placesOf(select, name).sort((a, b) => a - b)) {
    const qualifier = /^(?:"(?:[^"]|"")*"|[^".\s]+)\./.exec(bytes.subarray(place).toString('utf8'))?.[0];
    if (qualifier === undefined || place < from) continue;
    text += bytes.subarray(from, place).toString('utf8');
    from = place + Buffer.byteLength(qualifier);
  }
  return text + bytes.subarray(from).toString('utf8');
}

/** What the columns of the one table in FROM would be qualified with; null where there are more tables or none. */
function onlyRelation(select: SelectStmt): string | null {
  const [only, ...more] = select.fromClause ?? [];
  if (only === undefined || more.length > 0) return null;
  if ('RangeVar' in only) return only.RangeVar.alias?.aliasname ?? only.RangeVar.relname ?? null;
  if ('RangeSubselect' in only) return only.RangeSubselect.alias?.aliasname ?? null;
  if ('RangeFunction' in only) return only.RangeFunction.alias?.aliasname ?? null;
  return null;
}

/** Where, at the top level of a query, columns stand with this table before them. */
function placesOf(select: SelectStmt, name: string): number[] {
  const places: number[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) visit(inner);
    else if (isColumn(value)) {
      const parts = nameParts(value.ColumnRef.fields);
      // `t.*` has one name only.
      if (parts.length === 2 && parts[0] === name) places.push(value.ColumnRef.location ?? 0);
    } else if (typeof value === 'object' && value !== null && !('SelectStmt' in value)) {
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  const { fromClause: _tables, withClause: _with, larg: _left, rarg: _right, ...clauses } = select;
  visit(clauses);
  return places;
}

function isColumn(value: unknown): value is Extract<Node, { ColumnRef: unknown }> {
  return typeof value === 'object' && value !== null && 'ColumnRef' in value;
}
