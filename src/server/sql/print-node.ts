import type { A_Const, FuncCall, Node, SQLValueFunction, TypeCast } from 'libpg-query';
import { FUNCTIONS_OF_EXTENSIONS } from './extension-names';
import { nameParts, quoteIdentifier } from './identifier';
import { arrayText, canonicalLiteral, canonicalNumber, quoteLiteral } from './literal';
import { logic, operation } from './operators';
import { otherNode } from './other-node';
import { ATOM, atom, isConstant, OPERATOR, type Printed, type Printer, within } from './printed';
import { canonicalType, UNSPOKEN_SCHEMAS } from './type-name';

/** Functions that mean the same as a word of the SQL standard. */
const SAME_AS_WORD = new Map([
  ['now', 'CURRENT_TIMESTAMP'],
  ['transaction_timestamp', 'CURRENT_TIMESTAMP'],
]);

/**
 * Casts that PostgreSQL itself puts around an argument so that an operator fits, and prints: `(name)::text = 'x'`.
 * Nobody can tell them from written ones, so in an argument both are left out.
 */
const WIDENING = /^(text|character varying|bpchar|bigint|numeric|double precision|oid)(\[\])?$/;

const PRINTER: Printer = { print: printNode, operand };

/** A node with its strength; `type` is what its place makes of it anyway. */
export function printNode(node: Node, type: string | null): Printed {
  if ('A_Const' in node) return atom(constant(node.A_Const, type));
  if ('TypeCast' in node) return cast(node.TypeCast, type);
  if ('FuncCall' in node) return atom(call(node.FuncCall));
  if ('SQLValueFunction' in node) return atom(valueFunction(node.SQLValueFunction));
  if ('ColumnRef' in node) return atom(nameParts(node.ColumnRef.fields).map(quoteIdentifier).join('.'));
  if ('A_ArrayExpr' in node) {
    const element = type?.endsWith('[]') === true ? type.slice(0, -2) : null;
    return atom(arrayText((node.A_ArrayExpr.elements ?? []).map((one) => printNode(one, element).text)));
  }
  if ('A_Expr' in node) return operation(PRINTER, node.A_Expr);
  if ('BoolExpr' in node) return logic(PRINTER, node.BoolExpr);
  // A constant has the collation of its place.
  if ('CollateClause' in node && node.CollateClause.arg !== undefined && isConstant(node.CollateClause.arg))
    return printNode(node.CollateClause.arg, type);
  const isTest = 'NullTest' in node || 'BooleanTest' in node || 'CollateClause' in node;
  return { text: otherNode(node, argument), strength: isTest ? OPERATOR : ATOM };
}

function constant(value: A_Const, type: string | null): string {
  if (value.isnull === true) return 'NULL';
  if (value.boolval !== undefined) return value.boolval.boolval === true ? 'true' : 'false';
  if (value.sval !== undefined) return canonicalLiteral(value.sval.sval ?? '', type);
  if (value.fval !== undefined) return canonicalNumber(value.fval.fval ?? '0');
  if (value.bsval !== undefined) {
    const bits = value.bsval.bsval ?? 'b';
    return quoteLiteral(bits.startsWith('b') ? bits.slice(1) : binaryOf(bits.slice(1)));
  }
  return String(value.ival?.ival ?? 0);
}

/** `A5` as `10100101`. */
function binaryOf(hex: string): string {
  return [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

function cast(node: TypeCast, outer: string | null): Printed {
  if (node.arg === undefined || node.typeName === undefined)
    return atom(otherNode({ TypeCast: node }, argument));
  const type = canonicalType(node.typeName);
  if (isConstant(node.arg)) return printNode(node.arg, baseType(type));
  const inner = printNode(node.arg, baseType(type));
  // The cast to the type that the place has anyway; with or without its precision.
  if (outer !== null && baseType(outer) === baseType(type)) return inner;
  if ('A_ArrayExpr' in node.arg || (type === 'text' && givesText(node.arg))) return inner;
  return atom(`${within(inner, ATOM)}::${type}`);
}

/** Operators whose result is text already: PostgreSQL leaves a cast to it out. */
function givesText(node: Node): boolean {
  const operator = 'A_Expr' in node ? nameParts(node.A_Expr.name).at(-1) : undefined;
  return operator === '->>' || operator === '#>>';
}

/** Without length or precision. */
function baseType(type: string): string {
  return type.replace(/\([^)]*\)/, '');
}

/** An argument of an operator or function: without the casts that PostgreSQL adds there. */
function argument(node: Node): string {
  return operand(node).text;
}

function operand(node: Node): Printed {
  if ('TypeCast' in node && node.TypeCast.typeName !== undefined && node.TypeCast.arg !== undefined) {
    const { arg, typeName } = node.TypeCast;
    const widens = WIDENING.test(canonicalType(typeName));
    if (widens && !isConstant(arg)) return operand(arg);
  }
  return printNode(node, null);
}

function call(node: FuncCall): string {
  const written = nameParts(node.funcname);
  const bare = written.at(-1) ?? '';
  const parts = written.filter(
    (part, index) =>
      index === written.length - 1 || !(UNSPOKEN_SCHEMAS.has(part) || FUNCTIONS_OF_EXTENSIONS.has(bare)),
  );
  const name = parts.join('.');
  if (name === 'nextval') return 'nextval';
  const word = node.args === undefined ? SAME_AS_WORD.get(name) : undefined;
  if (word !== undefined) return word;
  const args = node.agg_star === true ? ['*'] : (node.args ?? []).map(argument);
  const [first = '', second = ''] = args;
  // Two that have no form with commas.
  if (name === 'extract') return `EXTRACT(${first.replace(/^'([a-z_]+)'$/, '$1')} FROM ${second})`;
  if (name === 'position' && args.length === 2) return `POSITION(${second} IN ${first})`;
  return `${parts.map(functionName).join('.')}(${args.join(', ')})`;
}

// Names such as `left` and `coalesce` are keywords, and may stand bare before a bracket.
function functionName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}

function valueFunction(node: SQLValueFunction): string {
  const word = (node.op ?? '').replace(/^SVFOP_/, '').replace(/_N$/, '');
  return /_N$/.test(node.op ?? '') ? `${word}(${node.typmod ?? 0})` : word;
}
