type Level<T> = { next: WeakMap<object, Level<T>>; values: Map<string, T> };

/** Stands for an object that is not there. */
const ABSENT = {};

/**
 * A pure function of some objects and a text, which is worked out once for the very same ones: others that only look the
 * same are worked out anew. It keeps none of them alive.
 */
export function rememberedBy<T>(): (
  objects: readonly (object | undefined)[],
  key: string,
  make: () => T,
) => T {
  const newLevel = (): Level<T> => ({ next: new WeakMap(), values: new Map() });
  const top = newLevel();
  return (objects, key, make) => {
    let level = top;
    for (const object of objects) {
      const at = object ?? ABSENT;
      const below = level.next.get(at) ?? newLevel();
      level.next.set(at, below);
      level = below;
    }
    const known = level.values.get(key);
    if (known !== undefined) return known;
    const made = make();
    level.values.set(key, made);
    return made;
  };
}
