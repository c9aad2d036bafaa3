import type { CatalogueAnswers } from './answers';
import type { BuiltSchema } from './build-schema';
import { type CatalogueState, isQuiet } from './catalogue-state';

/** A catalogue as it was read last, and the state that it was read in. */
export type Remembered = {
  state: CatalogueState;
  /** The last quiet moment at which it was found unchanged; the one that it was read in before that. */
  moment: CatalogueState;
  built: BuiltSchema;
  /** Of what it was made of, but for statistics. */
  digest: string;
  /** What its statistics were made of. */
  statistics: CatalogueAnswers['statistics'];
  objectCount: number;
  /** Looks since the last whole reading, and when that was. */
  looks: number;
  readAtMs: number;
};

/** So many looks, or so much time, may pass by the state alone before everything is read again. */
export const VERIFY_WHOLE_AFTER = { looks: 100, ms: 10 * 60_000 };

/** Databases whose catalogue a process keeps; the one that was looked at longest ago goes first. */
const KEPT_MAX = 4;

const kept = new Map<string, Remembered>();

/** What is remembered under a key, whatever its state. */
export function recall(key: string): Remembered | undefined {
  const found = kept.get(key);
  if (found !== undefined) {
    kept.delete(key);
    kept.set(key, found);
  }
  return found;
}

/** Of any database: which one answers is only known from its answer. */
export function isAnyRemembered(): boolean {
  return kept.size > 0;
}

/** The quiet moments whose catalogue is known and may answer once more. */
export function provenMoments(nowMs: number): string[] {
  const moments = [...kept.values()]
    .filter((one) => isFresh(one, nowMs))
    .map(({ moment }) => moment.snapshot);
  return [...new Set(moments.filter(isQuiet))];
}

export function remember(key: string, remembered: Remembered): void {
  kept.delete(key);
  kept.set(key, remembered);
  for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest);
}

/** For tests, which must read anew. */
export function forgetAll(): void {
  kept.clear();
}

/** Whether the state alone may answer once more. */
export function isFresh(remembered: Remembered, nowMs: number): boolean {
  return remembered.looks < VERIFY_WHOLE_AFTER.looks && nowMs - remembered.readAtMs < VERIFY_WHOLE_AFTER.ms;
}
