import type { Argument, BindingPattern, Class, Expression, ParamPattern, TSType } from 'oxc-parser';
import type { Project } from './project';
import type { SourceFile } from './source-file';
import type { Uses } from './uses';
import type { ClassValue, Closure, Instance, Scope, Value, Values } from './values';

/** Where something stands. */
export type Place = { file: SourceFile; offset: number };

/** A function that is being read, or a module whose top is. */
export type Frame = { name: string | null; returns: Value[]; node: object | null };

/**
 * The reading of one handler: what it has met, and the parts of the reader, which call one another and are put together
 * in read-handler.ts.
 */
export type Reading = {
  project: Project;
  values: Values;
  uses: Uses;
  frames: Frame[];
  /** Results of calls and of modules' variables that were read already. */
  known: Map<string, Value | 'reading'>;
  steps: number;
  /** Methods that the code compares the request's with; null where nobody asks. */
  comparedMethods: Set<string>;
  /** Whether the answer 405 was seen. */
  refusesMethods: boolean;
  depthOfTypes: number;

  evaluate(node: Expression, scope: Scope): Value;
  member(of: Value, name: string, place: Place): Value;
  call(callee: Value, args: readonly Value[], place: Place, self: Value | null): Value;
  callMember(of: Value, name: string, args: readonly Value[], place: Place): Value;
  callOutside(callee: Value, args: readonly Value[], place: Place): Value;
  construct(callee: Value, args: readonly Value[], place: Place): Value;
  /** Runs a class's fields and constructor on an instance of it or of one below it. */
  initialise(of: Value, args: readonly Value[], self: Instance, place: Place): void;
  /** A method or getter of a class, or of one above it; null where there is none. */
  method(of: Value, name: string, self: Value): Value | null;
  makeClass(node: Class, scope: Scope, name: string): ClassValue;
  closure(node: Closure['node'], scope: Scope, name: string, self?: Value | null): Closure;
  callClosure(closure: Closure, args: readonly Value[], place: Place, self: Value | null): Value;
  bind(pattern: BindingPattern, value: Value, scope: Scope): void;
  bindParams(params: readonly ParamPattern[], args: readonly Value[], scope: Scope): void;
  argumentsOf(args: readonly Argument[], scope: Scope): Value[];
  /** The value of a variable, wherever it is declared. */
  variable(name: string, scope: Scope, place: Place): Value;
  moduleVariable(file: SourceFile, name: string, place: Place): Value;
  exported(path: string, name: string, place: Place): Value;
  imported(file: SourceFile, from: string, name: string, place: Place): Value;
  moduleScope(file: SourceFile): Scope;
  ofType(type: TSType, scope: Scope): Value;
  /** What the value's type adds to it where nothing else is known. */
  refined(value: Value, type: TSType | null | undefined, scope: Scope): Value;
  model(operation: Extract<Value, { kind: 'operation' }>, args: readonly Value[], place: Place): Value;
  clientMethod(
    method: Extract<Value, { kind: 'client-method' }>,
    args: readonly Value[],
    place: Place,
  ): Value;
  /** Runs something of which nothing counts as used: a type, an initial value. */
  silently<T>(work: () => T): T;
  uncertain(reason: string, place: Place, about?: 'routes' | 'models'): void;
};
