import type { Node } from 'libpg-query';
import { nameParts, quoteIdentifier } from './identifier';

/**
 * The kinds of expression that seldom stand in a default or an index. What is not known here is printed as the
 * parser's tree without its places: no SQL, but equal for equal things.
 * @param print one argument, canonical
 */
export function otherNode(node: Node, print: (node: Node) => string): string {
  if ('NullTest' in node && node.NullTest.arg !== undefined) {
    const not = node.NullTest.nulltesttype === 'IS_NOT_NULL' ? ' NOT' : '';
    return `${bracketed(print(node.NullTest.arg))} IS${not} NULL`;
  }
  if ('BooleanTest' in node && node.BooleanTest.arg !== undefined) {
    const words = (node.BooleanTest.booltesttype ?? '').replaceAll('_', ' ');
    return `${bracketed(print(node.BooleanTest.arg))} ${words}`;
  }
  if ('CoalesceExpr' in node) return `COALESCE(${all(node.CoalesceExpr.args, print)})`;
  if ('MinMaxExpr' in node) {
    return `${node.MinMaxExpr.op === 'IS_LEAST' ? 'LEAST' : 'GREATEST'}(${all(node.MinMaxExpr.args, print)})`;
  }
  if ('RowExpr' in node) return `ROW(${all(node.RowExpr.args, print)})`;
  if ('CollateClause' in node && node.CollateClause.arg !== undefined) {
    const collation = nameParts(node.CollateClause.collname).filter((part) => part !== 'pg_catalog');
    return `${bracketed(print(node.CollateClause.arg))} COLLATE ${collation.map(quoteIdentifier).join('.')}`;
  }
  if ('A_Indirection' in node && node.A_Indirection.arg !== undefined) {
    const steps = (node.A_Indirection.indirection ?? []).map((step) => subscript(step, print));
    if (!steps.includes(null)) return `${bracketed(print(node.A_Indirection.arg))}${steps.join('')}`;
  }
  if ('CaseExpr' in node) {
    const { arg, args, defresult } = node.CaseExpr;
    const branches = (args ?? []).flatMap((branch) =>
      'CaseWhen' in branch && branch.CaseWhen.expr !== undefined && branch.CaseWhen.result !== undefined
        ? [`WHEN ${print(branch.CaseWhen.expr)} THEN ${print(branch.CaseWhen.result)}`]
        : [],
    );
    const parts = ['CASE', ...(arg === undefined ? [] : [print(arg)]), ...branches];
    // PostgreSQL prints the NULL that a CASE without ELSE has.
    parts.push(`ELSE ${defresult === undefined ? 'NULL' : print(defresult)}`, 'END');
    return parts.join(' ');
  }
  return JSON.stringify(withoutPlaces(node));
}

function subscript(node: Node, print: (node: Node) => string): string | null {
  if ('String' in node) return `.${quoteIdentifier(node.String.sval ?? '')}`;
  if (!('A_Indices' in node)) return null;
  const { is_slice, lidx, uidx } = node.A_Indices;
  const [lower, upper] = [lidx, uidx].map((bound) => (bound === undefined ? '' : print(bound)));
  return is_slice === true ? `[${lower}:${upper}]` : `[${upper}]`;
}

function all(nodes: readonly Node[] | undefined, print: (node: Node) => string): string {
  return (nodes ?? []).map(print).join(', ');
}

function bracketed(text: string): string {
  return /\s/.test(text) && !/^[a-z_]+\([^()]*\)$/i.test(text) && !/^"[^"]*"$/.test(text)
    ? `(${text})`
    : text;
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key]) => key !== 'location' && !/^(list|rexpr_list)_(start|end)$/.test(key),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutPlaces(member)]));
}
