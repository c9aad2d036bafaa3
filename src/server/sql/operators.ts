import type { A_Expr, BoolExpr, Node } from 'libpg-query';
import { nameParts } from './identifier';
import { otherNode } from './other-node';
import { parseSql } from './parser';
import {
  AND,
  ATOM,
  atom,
  isConstant,
  NOT,
  OPERATOR,
  OR,
  type Printed,
  type Printer,
  within,
} from './printed';

/** An operator with what stands on its sides, `IN`, `BETWEEN` and their like. */
export function operation(to: Printer, node: A_Expr): Printed {
  const operator = nameParts(node.name).at(-1) ?? '';
  const left = node.lexpr;
  const right = node.rexpr;
  if (left === undefined && right !== undefined) {
    return { text: `${operator}${within(to.operand(right), ATOM)}`, strength: OPERATOR };
  }
  if (left === undefined || right === undefined)
    return atom(otherNode({ A_Expr: node }, (one) => argument(to, one)));
  switch (node.kind) {
    case 'AEXPR_OP':
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
    case 'AEXPR_SIMILAR':
      return comparison(to, left, operator, right);
    case 'AEXPR_DISTINCT':
      return distinct(to, left, right, true);
    case 'AEXPR_NOT_DISTINCT':
      return distinct(to, left, right, false);
    case 'AEXPR_NULLIF':
      return atom(`NULLIF(${argument(to, left)}, ${argument(to, right)})`);
    case 'AEXPR_IN':
      return membership(to, left, operator === '<>', listItems(to, right));
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return anyOrAll(to, left, operator, node.kind === 'AEXPR_OP_ANY', right);
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
      return between(to, left, node.kind === 'AEXPR_NOT_BETWEEN', listItems(to, right));
    default:
      return atom(otherNode({ A_Expr: node }, (one) => argument(to, one)));
  }
}

/** From NULL it is the test for NULL. */
function distinct(to: Printer, left: Node, right: Node, isDistinct: boolean): Printed {
  if (to.print(right, null).text !== 'NULL')
    return infix(to, left, `IS ${isDistinct ? '' : 'NOT '}DISTINCT FROM`, right);
  const text = `${within(to.operand(left), ATOM)} IS ${isDistinct ? 'NOT ' : ''}NULL`;
  return { text, strength: OPERATOR };
}

function infix(to: Printer, left: Node, operator: string, right: Node): Printed {
  const text = `${within(to.operand(left), ATOM)} ${operator} ${within(to.operand(right), ATOM)}`;
  return { text, strength: OPERATOR };
}

/** `active = true` is `active`, whichever way round it is written. */
function comparison(to: Printer, left: Node, operator: string, right: Node): Printed {
  if (operator === '=' || operator === '<>') {
    const [truth, other] = [booleanOf(to, right), booleanOf(to, left)];
    const value = truth ?? other;
    if (value !== null) {
      const subject = to.operand(truth === null ? right : left);
      return value === (operator === '=') ? subject : not(subject);
    }
  }
  return infix(to, left, operator, right);
}

function booleanOf(to: Printer, node: Node): boolean | null {
  if (!isConstant(node)) return null;
  const text = to.print(node, null).text;
  return text === 'true' ? true : text === 'false' ? false : null;
}

function not(subject: Printed): Printed {
  return { text: `NOT ${within(subject, OPERATOR)}`, strength: NOT };
}

function listItems(to: Printer, node: Node): string[] {
  return 'List' in node ? (node.List.items ?? []).map((one) => argument(to, one)) : [argument(to, node)];
}

function membership(to: Printer, left: Node, negated: boolean, items: string[]): Printed {
  const printed = to.operand(left);
  const subject = within(printed, ATOM);
  const [only] = items;
  if (items.length === 1 && (only === 'true' || only === 'false'))
    return (only === 'true') === negated ? not(printed) : printed;
  if (items.length === 1) return { text: `${subject} ${negated ? '<>' : '='} ${only}`, strength: OPERATOR };
  return { text: `${subject} ${negated ? 'NOT IN' : 'IN'} (${items.join(', ')})`, strength: OPERATOR };
}

/** `= ANY` and `<> ALL` of a list written out are `IN` and `NOT IN`. */
function anyOrAll(to: Printer, left: Node, operator: string, any: boolean, right: Node): Printed {
  const items = arrayItems(to, right);
  const isMembership = (operator === '=' && any) || (operator === '<>' && !any);
  if (items !== null && isMembership) return membership(to, left, !any, items);
  const text = `${within(to.operand(left), ATOM)} ${operator} ${any ? 'ANY' : 'ALL'} (${argument(to, right)})`;
  return { text, strength: OPERATOR };
}

/** The items of `ARRAY[…]` or of an array constant, canonical; null where the array is not written out. */
function arrayItems(to: Printer, node: Node): string[] | null {
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).map((one) => argument(to, one));
  if ('TypeCast' in node && node.TypeCast.arg !== undefined && !isConstant(node))
    return arrayItems(to, node.TypeCast.arg);
  if (!isConstant(node)) return null;
  // Without a cast the elements' type is not written: what they look like must do.
  const text = to.print(node, 'A_Const' in node ? 'unknown[]' : null).text;
  if (!text.startsWith('ARRAY[')) return null;
  const parsed = parseSql(`SELECT ${text}`)[0]?.node;
  const target =
    parsed !== undefined && 'SelectStmt' in parsed ? parsed.SelectStmt.targetList?.[0] : undefined;
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value !== undefined && 'A_ArrayExpr' in value ? arrayItems(to, value) : null;
}

function between(to: Printer, left: Node, negated: boolean, bounds: string[]): Printed {
  const subject = within(to.operand(left), ATOM);
  const [low = '', high = ''] = bounds;
  return negated
    ? { text: `${subject} < ${low} OR ${subject} > ${high}`, strength: OR }
    : { text: `${subject} >= ${low} AND ${subject} <= ${high}`, strength: AND };
}

/** AND, OR and NOT. */
export function logic(to: Printer, node: BoolExpr): Printed {
  const args = node.args ?? [];
  if (node.boolop === 'NOT_EXPR') return not(args[0] === undefined ? atom('') : to.print(args[0], null));
  const [word, strength] = node.boolop === 'OR_EXPR' ? (['OR', OR] as const) : (['AND', AND] as const);
  // A part of the same kind keeps no brackets, so that (a AND b) AND c is a AND b AND c.
  return { text: args.map((arg) => within(to.print(arg, null), strength)).join(` ${word} `), strength };
}

function argument(to: Printer, node: Node): string {
  return to.operand(node).text;
}
