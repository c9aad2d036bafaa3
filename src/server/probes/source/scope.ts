import type { SourceFile } from './source-file';
import type { Value } from './values';

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
