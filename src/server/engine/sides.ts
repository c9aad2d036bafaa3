import type { DatabaseSchema } from '../../shared/database-schema';
import type { Presence } from '../../shared/rows';
import { eachSide, SIDES, type Three } from '../../shared/sides';

type Named = { schema: string | null; name: string };
export type Union<T> = { key: string; of: Three<T | null>; any: T };

/** `public.users`: what two sides call the same. */
export function keyOf(thing: Named): string {
  return `${thing.schema ?? ''}.${thing.name}`;
}

/** Everything that any side has, by schema and name: in the order of the schema, then of the migrations, then of the database. */
export function unionOfSides<T extends Named>(
  sides: Three<DatabaseSchema | null>,
  things: (side: DatabaseSchema) => readonly T[],
): Union<T>[] {
  const all = new Map<string, Union<T>>();
  for (const side of SIDES) {
    const schema = sides[side];
    for (const thing of schema === null ? [] : things(schema)) {
      const key = keyOf(thing);
      const known = all.get(key);
      if (known !== undefined) known.of[side] = thing;
      else all.set(key, { key, any: thing, of: { ...eachSide(() => null), [side]: thing } });
    }
  }
  return [...all.values()];
}

/** Which side has it; null where a side was not read, which is not the same as lacking it. */
export function presence(sides: Three<DatabaseSchema | null>, of: Three<unknown>): Presence {
  return eachSide((side) => (sides[side] === null ? null : of[side] !== null));
}
