import { afterAll, describe, expect, test } from 'vitest';
import { type Change, corpusOf, pairsOf } from './changes/corpus';
import { type Application, openLaboratory } from './laboratory';
import { readBaseline, tryChanges } from './trial';

const PAIRS = 200;
const PER_TEST = 20;
const TIMEOUT_MS = 240_000;
/** Changes the whole sample at once; a finding names its pair, so that it can be tried again alone. */
const SEED = 'pairs 1';

/** A seeded sample of pairs of changes: what one hides of the other, and what both together look like. */
export async function describePairs(application: Application, serverUrl: string): Promise<void> {
  const laboratory = await openLaboratory(application, serverUrl);
  afterAll(() => laboratory.close());
  const baseline = await readBaseline(laboratory);
  const changes = corpusOf(laboratory.shape, laboratory.versionNumber)
    .flatMap((candidates) => candidates.slice(0, 1))
    .filter(({ silent }) => silent === null);
  // Some pairs cannot be: the second change needs what the first took away. So there are more at hand.
  const waiting = pairsOf(changes, PAIRS * 3, SEED);
  const refused: string[] = [];

  describe(`changes in pairs on ${application.name}`, () => {
    test.each(Array.from({ length: PAIRS / PER_TEST }, (_, block) => block * PER_TEST + 1))(
      `pairs from %i on`,
      async () => {
        for (let taken = 0; taken < PER_TEST; ) {
          const pair = waiting.shift();
          if (pair === undefined)
            expect.fail(`There are not enough pairs that PostgreSQL takes:\n${refused.join('\n')}`);
          const trial = await tryChanges(laboratory, pair, baseline);
          if (trial.refusal !== null) {
            refused.push(`${named(pair)}: ${trial.refusal}`);
            continue;
          }
          taken += 1;
          expect.soft(trial.problems, named(pair)).toEqual([]);
        }
      },
      TIMEOUT_MS,
    );
  });
}

function named([first, second]: readonly [Change, Change]): string {
  return `${first.name} + ${second.name}`;
}
