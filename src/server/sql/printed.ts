import type { Node } from 'libpg-query';

/** How tightly the printed text holds together: only what is looser than its place needs brackets. */
export type Printed = { text: string; strength: number };
export const OR = 1;
export const AND = 2;
export const NOT = 3;
export const OPERATOR = 4;
export const ATOM = 5;

/** A text that holds together by itself. */
export function atom(text: string): Printed {
  return { text, strength: ATOM };
}

/** In brackets where it is looser than its place. */
export function within(printed: Printed, strength: number): string {
  return printed.strength >= strength ? printed.text : `(${printed.text})`;
}

/** A constant, whatever it is cast to. */
export function isConstant(node: Node): boolean {
  return (
    'A_Const' in node ||
    ('TypeCast' in node && node.TypeCast.arg !== undefined && isConstant(node.TypeCast.arg))
  );
}

/** How the parts of an operator are printed: as they stand, or without the casts that PostgreSQL adds to arguments. */
export type Printer = { print(node: Node, type: string | null): Printed; operand(node: Node): Printed };
