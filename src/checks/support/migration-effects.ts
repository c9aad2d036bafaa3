import type { DatabaseSchema } from '../../shared/database-schema';
import type { MigrationsReplay } from '../../shared/migrations';
import { definitionOf, placedInWords, placedObject } from './placed-object';
import { countOf, inBrief } from './words';

/** What of a migration's work can be seen in a database, each in words. */
export type MigrationEffects = { done: string[]; open: string[] };

/**
 * Holds what a migration makes, changes or drops last against the live database: done is what stands there as the
 * replay has it. Rows, functions and grants cannot be seen so, and neither can what a later migration changes again.
 */
export function effectsOf(file: string, replay: MigrationsReplay, live: DatabaseSchema): MigrationEffects {
  const effects: MigrationEffects = { done: [], open: [] };
  for (const [key, place] of Object.entries(replay.places ?? {})) {
    const object = place.file === file ? placedObject(key) : null;
    if (object === null || (object.kind !== 'extension' && !live.schemas.includes(object.schema))) continue;
    const wanted = definitionOf(object, replay.schema);
    const found = definitionOf(object, live);
    // What neither has was dropped everywhere, or is called otherwise than its statement lets one think.
    if (wanted === null && found === null) continue;
    (wanted === found ? effects.done : effects.open).push(placedInWords(object));
  }
  return effects;
}

/** The second half of a sentence on a migration that did not run through; null where nothing can be seen. */
export function effectsInWords({ done, open }: MigrationEffects): string | null {
  const all = done.length + open.length;
  if (all === 0) return null;
  const what = countOf(all, 'change');
  if (open.length === 0)
    return `but ${all === 1 ? 'its one change stands' : `all of its ${what} that can be seen stand`} in the database`;
  if (done.length === 0) return `and none of its ${what} that can be seen stands in the database`;
  return `but ${done.length} of its ${what} that can be seen stand in the database, and ${inBrief(open)} ${open.length === 1 ? 'does' : 'do'} not`;
}
