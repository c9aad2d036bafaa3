import type { Node } from 'libpg-query';
import { dropSchema } from './drop-schema';
import { foldSpace } from './fold-space';
import { quoteIdentifier } from './identifier';
import { parseSql, SqlSyntaxError } from './parser';
import { printNode } from './print-node';
import { spelt } from './spellings';

/**
 * A node in the one spelling of its meaning.
 * @param type of the value where the context has one (a column's type for its default): a cast to it says nothing
 * @param defaultSchema of the connection: names in it are the same with and without it
 */
export function canonicalNode(node: Node, type: string | null = null, defaultSchema = 'public'): string {
  // `public` itself is left out in printing.
  if (defaultSchema === 'public') return printNode(node, type).text;
  dropSchema(node, defaultSchema);
  const prefix = `${quoteIdentifier(defaultSchema)}.`;
  return printNode(node, type?.startsWith(prefix) === true ? type.slice(prefix.length) : type).text;
}

const OWN_NEXTVAL = /^nextval\('(?:[^']|'')*'::regclass\)$/;

/**
 * An SQL expression (a default, the key or the predicate of an index) in one spelling, so that equal things are equal
 * text whether a person, Prisma or `pg_get_expr` wrote them: without casts of constants and needless brackets,
 * `CURRENT_TIMESTAMP` for `now()`, `IN` for `= ANY (ARRAY…)`, `nextval` for the next value of any sequence.
 * @param type the column's type for a default, as `format_type` prints it
 * @param defaultSchema of the connection: names in it are the same with and without it
 * @returns with white space folded and nothing else changed, where PostgreSQL's parser does not take it
 */
export function canonicalExpression(
  sql: string,
  type: string | null = null,
  defaultSchema = 'public',
): string {
  // Each serial column has its own sequence, so nothing that is remembered would help: the parser costs too much here.
  if (OWN_NEXTVAL.test(sql)) return 'nextval';
  const all = [defaultSchema, type ?? '', sql].join('\u0000');
  return spelt('expression', all, () => parseExpression(sql, type, defaultSchema));
}

function parseExpression(sql: string, type: string | null, defaultSchema: string): string {
  try {
    const node = parseSql(`SELECT (${sql})`)[0]?.node;
    const target = node !== undefined && 'SelectStmt' in node ? node.SelectStmt.targetList?.[0] : undefined;
    const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
    // A query inside has no spelling of ours: PostgreSQL's own stays, which is SQL and the same in all versions.
    if (value !== undefined && !hasQuery(value)) return canonicalNode(value, type, defaultSchema);
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
  }
  return foldSpace(sql);
}

/** Whether a query stands inside, which has no spelling of ours. */
export function hasQuery(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'SubLink' in value || Object.values(value).some(hasQuery);
}

/** A default in one spelling; null where there is none, which is what a default of NULL says too. */
export function canonicalDefault(
  value: Node | string | undefined | null,
  type: string,
  defaultSchema = 'public',
): string | null {
  if (value === undefined || value === null) return null;
  const text =
    typeof value === 'string'
      ? canonicalExpression(value, type, defaultSchema)
      : canonicalNode(value, type, defaultSchema);
  return text === 'NULL' ? null : text;
}
