import type { ModelUse, Uncertainty } from '../../../shared/discovery';
import type { Method } from '../../../shared/endpoints';

type Use = Omit<ModelUse, 'methods' | 'operations' | 'fields'> & {
  operations: Set<string>;
  fields: Set<string>;
  methods: Set<Method>;
};

/** What the handlers of a route are found to use. */
export class Uses {
  readonly #models = new Map<string, Use>();
  readonly #uncertain = new Map<string, Uncertainty>();
  readonly #enums = new Set<string>();
  /** Whose handler is being read. */
  method: Method = 'GET';
  /** Above zero nothing is written down. */
  silent = 0;

  model(model: string, operation: string | null, at: ModelUse['at'], via: string[]): void {
    if (this.silent > 0) return;
    const use = this.#models.get(model) ?? {
      model,
      at,
      via,
      operations: new Set(),
      fields: new Set(),
      methods: new Set(),
    };
    this.#models.set(model, use);
    if (operation !== null) use.operations.add(operation);
    use.methods.add(this.method);
  }

  field(model: string, field: string): void {
    if (this.silent === 0) this.#models.get(model)?.fields.add(field);
  }

  enum(name: string): void {
    if (this.silent === 0) this.#enums.add(name);
  }

  uncertain(reason: string, at: Uncertainty['at'], about: Uncertainty['about']): void {
    if (this.silent > 0) return;
    this.#uncertain.set(`${at.file}:${at.line} ${reason}`, { reason, at, about });
  }

  get modelCount(): number {
    return this.#models.size;
  }

  /** All of it, in the order of names. */
  result(): { models: ModelUse[]; enums: string[]; uncertain: Uncertainty[] } {
    const models = [...this.#models.values()].map((use) => ({
      ...use,
      operations: [...use.operations].sort(),
      fields: [...use.fields].sort(),
      methods: [...use.methods],
    }));
    return {
      models: models.sort((a, b) => (a.model < b.model ? -1 : 1)),
      enums: [...this.#enums].sort(),
      uncertain: [...this.#uncertain.values()],
    };
  }
}
