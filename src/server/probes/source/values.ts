import type {
  ArrowFunctionExpression,
  Class,
  Function as FunctionNode,
  ParamPattern,
  TSSignature,
  TSType,
} from 'oxc-parser';
import type { SourceFile } from './source-file';

/**
 * What reading knows of an expression's value, without running it. Everything has an id by which two of the same kind and
 * parts are the same, so that a call with the same arguments is read once.
 */
export type Value =
  /** Data, what packages and requests bring: nothing is known, and nothing is claimed. */
  | { kind: 'outside'; id: number }
  | { kind: 'literal'; id: number; value: string | number | boolean | null | undefined }
  /** The method of the request that is being read, where any is meant. */
  | { kind: 'any-method'; id: number }
  | { kind: 'global'; id: number; name: string }
  | { kind: 'client'; id: number; extensions: readonly Value[] }
  | { kind: 'client-method'; id: number; name: string; extensions: readonly Value[] }
  | { kind: 'delegate'; id: number; model: string; extensions: readonly Value[] }
  | { kind: 'operation'; id: number; model: string; operation: string; extensions: readonly Value[] }
  /** What an operation answers: relations of it can be called. */
  | { kind: 'record'; id: number; model: string }
  | { kind: 'prisma-module'; id: number }
  | { kind: 'prisma-class'; id: number }
  | { kind: 'prisma-namespace'; id: number }
  | { kind: 'prisma-enum'; id: number; name: string }
  | { kind: 'sql'; id: number; text: string }
  | Closure
  | { kind: 'getter'; id: number; closure: Closure }
  | ClassValue
  | Instance
  | ObjectValue
  | { kind: 'list'; id: number; items: Value[] }
  | { kind: 'namespace'; id: number; file: string }
  /** An object that is known only by its type. */
  | { kind: 'shape'; id: number; members: readonly TSSignature[]; scope: Scope }
  /** A function that is known only by its type. */
  | {
      kind: 'signature';
      id: number;
      name: string;
      params: readonly ParamPattern[];
      returns: TSType | null;
      scope: Scope;
    }
  /** What a package made of functions of the application: a wrapped handler, a router. */
  | { kind: 'wrapped'; id: number; values: readonly Value[] }
  | { kind: 'union'; id: number; values: readonly Value[] };

export type Closure = {
  kind: 'closure';
  id: number;
  node: FunctionNode | ArrowFunctionExpression;
  scope: Scope;
  self: Value | null;
  name: string;
};
export type ClassValue = { kind: 'class'; id: number; node: Class; scope: Scope; name: string };
export type Instance = { kind: 'instance'; id: number; of: ClassValue; members: Map<string, Value> };
export type ObjectValue = {
  kind: 'object';
  id: number;
  members: Map<string, Value>;
  /** It may have more members than are known. */
  open: boolean;
};

/** More alternatives than these say nothing any more. */
const MOST_ALTERNATIVES = 24;

/** Makes values for one reading; its numbers mean nothing in another one. */
export class Values {
  readonly #ids = new Map<string, number>();
  readonly #unions = new Map<number, Value>();

  id(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#ids.size);
    return this.#ids.size - 1;
  }

  readonly outside: Value = { kind: 'outside', id: this.id('outside') };
  readonly undefined: Value = { kind: 'literal', id: this.id('undefined'), value: undefined };

  literal(value: string | number | boolean | null | undefined): Value {
    if (value === undefined) return this.undefined;
    return { kind: 'literal', id: this.id(`literal ${typeof value} ${value}`), value };
  }

  client(extensions: readonly Value[]): Value {
    return { kind: 'client', id: this.id(`client ${ids(extensions)}`), extensions };
  }

  list(items: Value[], place: string): Value {
    return { kind: 'list', id: this.id(`list ${place} ${ids(items)}`), items };
  }

  object(members: Map<string, Value>, open: boolean, place: string): ObjectValue {
    const parts = [...members].map(([name, value]) => `${name}:${value.id}`).join();
    return { kind: 'object', id: this.id(`object ${place} ${open} ${parts}`), members, open };
  }

  wrapped(values: readonly Value[]): Value {
    if (values.length === 0) return this.outside;
    return { kind: 'wrapped', id: this.id(`wrapped ${ids(values)}`), values };
  }

  /** One of several: each is looked into. */
  union(values: readonly Value[]): Value {
    const flat = new Map<number, Value>();
    for (const value of values) {
      for (const one of value.kind === 'union' ? value.values : [value]) flat.set(one.id, one);
    }
    // `globalThis.prisma ?? new PrismaClient()`: what may be a client is one, or nothing was there.
    if ([...flat.values()].some(({ kind }) => kind === 'client')) {
      for (const { id, kind } of [...flat.values()])
        if (kind === 'outside' || kind === 'literal') flat.delete(id);
    }
    const [first] = flat.values();
    if (first === undefined) return this.undefined;
    if (flat.size === 1) return first;
    const kept = flat.size > MOST_ALTERNATIVES ? this.#withoutData(flat) : [...flat.values()];
    const id = this.id(`union ${kept.map((one) => one.id).sort((a, b) => a - b)}`);
    const known = this.#unions.get(id);
    if (known !== undefined) return known;
    const made: Value = { kind: 'union', id, values: kept };
    this.#unions.set(id, made);
    return made;
  }

  #withoutData(values: ReadonlyMap<number, Value>): Value[] {
    return [
      this.outside,
      ...[...values.values()].filter(({ kind }) => kind !== 'literal' && kind !== 'outside'),
    ];
  }
}

export const ids = (values: readonly Value[]): string => values.map((value) => value.id).join();

/** Its alternatives; itself where there is one. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.values : [value];
}

/** Whether a condition holds; null where that is not known. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case 'literal':
      return Boolean(value.value);
    case 'union': {
      const [first, ...others] = value.values.map(truth);
      return first !== undefined && others.every((one) => one === first) ? first : null;
    }
    case 'closure':
    case 'class':
    case 'object':
    case 'list':
    case 'namespace':
      return true;
    default:
      return null;
  }
}

/** The variables of a module, a function or a block, and what is around them. */
export class Scope {
  readonly variables = new Map<string, Value>();
  /** Type parameters, by what stands for them. */
  readonly types = new Map<string, Value>();

  constructor(
    readonly file: SourceFile,
    readonly parent: Scope | null,
    /** Two scopes of the same id hold the same. */
    readonly id: number,
    /** `this`; undefined where the one around it holds. */
    readonly self?: Value | null,
  ) {}

  /** The scope that has the variable, or null where only the module can. */
  owner(name: string): Scope | null {
    return this.variables.has(name) ? this : (this.parent?.owner(name) ?? null);
  }

  typeOf(name: string): Value | undefined {
    return this.types.get(name) ?? this.parent?.typeOf(name);
  }

  get thisValue(): Value | null {
    return this.self === undefined ? (this.parent?.thisValue ?? null) : this.self;
  }
}
