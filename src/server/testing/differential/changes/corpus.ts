import { createHash } from 'node:crypto';
import type { DatabaseSchema } from '../../../../shared/database-schema';
import { beyondPrismaChanges } from './beyond-prisma';
import { columnChanges } from './columns';
import { enumChanges } from './enums';
import { indexChanges } from './indexes';
import { keyChanges } from './keys';
import type { Place, Template } from './place';
import { tableChanges } from './tables';

export type Change = Place & {
  /** `drop column users.email`: stable as long as the schema has the place. */
  name: string;
  template: string;
  silent: string | null;
};

const templates: readonly Template[] = [
  ...tableChanges,
  ...columnChanges,
  ...enumChanges,
  ...keyChanges,
  ...indexChanges,
  ...beyondPrismaChanges,
];

/** Another place is tried where PostgreSQL refuses one (a view leans on it, a key on another table). */
const PLACES_TO_TRY = 6;

/** Every kind of change with the places where it is to be tried, the first that PostgreSQL accepts to be taken. */
export function corpusOf(shape: DatabaseSchema, versionNumber: number): Change[][] {
  return templates
    .filter((template) => (template.since ?? 0) <= versionNumber)
    .flatMap((template) => {
      const places = shuffled(template.places(shape), template.name, (place) => place.on);
      const times = Math.min(template.times ?? 1, places.length);
      // Each of its tries has places of its own, so that none is taken twice.
      return Array.from({ length: times }, (_, round) =>
        places
          .filter((_place, position) => position % times === round)
          .slice(0, PLACES_TO_TRY)
          .map((place) => ({
            ...place,
            name: `${template.name}: ${place.on}`,
            template: template.name,
            silent: template.silent ?? null,
          })),
      );
    });
}

/** Pairs of changes of two kinds, chosen by a seed: always the same ones, whatever stands around them. */
export function pairsOf(changes: readonly Change[], count: number, seed: string): [Change, Change][] {
  const all = changes.flatMap((first, position) =>
    changes
      .slice(position + 1)
      .filter((second) => second.template !== first.template)
      .map((second): [Change, Change] => [first, second]),
  );
  return shuffled(all, seed, ([first, second]) => `${first.name} + ${second.name}`).slice(0, count);
}

/** An order that follows from the seed and each item's own name. */
function shuffled<T>(items: readonly T[], seed: string, nameOf: (item: T) => string): T[] {
  const rank = (item: T) =>
    createHash('sha256')
      .update(`${seed}\n${nameOf(item)}`)
      .digest('hex');
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item);
}
