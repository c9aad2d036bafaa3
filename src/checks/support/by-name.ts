type Named = { schema: string; name: string };

/** Things by schema and name, without making a text of the two for each look. */
export class ByName<T> {
  readonly #schemas = new Map<string, Map<string, T>>();

  get({ schema, name }: Named): T | undefined {
    return this.#schemas.get(schema)?.get(name);
  }

  set({ schema, name }: Named, thing: T): void {
    const names = this.#schemas.get(schema);
    if (names === undefined) this.#schemas.set(schema, new Map([[name, thing]]));
    else names.set(name, thing);
  }

  /** Things by their own schemas and names; of two of one name the last. */
  static of<T extends Named>(things: readonly T[]): ByName<T> {
    const named = new ByName<T>();
    for (const thing of things) named.set(thing, thing);
    return named;
  }
}
