import type { Node } from 'libpg-query';
import { parseSql, SqlSyntaxError } from './parser';
import { printNode } from './print-node';

/**
 * A node in the one spelling of its meaning.
 * @param type of the value where the context has one (a column's type for its default): a cast to it says nothing
 */
export function canonicalNode(node: Node, type: string | null = null): string {
  return printNode(node, type).text;
}

const remembered = new Map<string, string>();
// Enough for the largest schemas that were measured, with a ceiling for a process that runs for months.
const REMEMBERED_MAX = 50_000;

/**
 * An SQL expression (a default, the key or the predicate of an index) in one spelling, so that equal things are equal
 * text whether a person, Prisma or `pg_get_expr` wrote them: without casts of constants and needless brackets,
 * `CURRENT_TIMESTAMP` for `now()`, `IN` for `= ANY (ARRAY…)`, `nextval` for the next value of any sequence.
 * @param type the column's type for a default, as `format_type` prints it
 * @returns with white space folded and nothing else changed, where PostgreSQL's parser does not take it
 */
export function canonicalExpression(sql: string, type: string | null = null): string {
  const key = `${type ?? ''}\u0000${sql}`;
  let text = remembered.get(key);
  if (text === undefined) {
    text = parseExpression(sql, type);
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(key, text);
  }
  return text;
}

function parseExpression(sql: string, type: string | null): string {
  try {
    const node = parseSql(`SELECT (${sql})`)[0]?.node;
    const target = node !== undefined && 'SelectStmt' in node ? node.SelectStmt.targetList?.[0] : undefined;
    const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (value !== undefined) return canonicalNode(value, type);
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
  }
  return sql.replace(/\s+/g, ' ').trim();
}

/** A default in one spelling; null where there is none, which is what a default of NULL says too. */
export function canonicalDefault(value: Node | string | undefined | null, type: string): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? canonicalExpression(value, type) : canonicalNode(value, type);
  return text === 'NULL' ? null : text;
}
