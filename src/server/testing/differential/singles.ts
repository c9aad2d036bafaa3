import { afterAll, describe, expect, test } from 'vitest';
import { corpusOf } from './changes/corpus';
import type { Application } from './laboratory';
import { openLaboratory } from './laboratory';
import { readBaseline, tryChanges } from './trial';

const TIMEOUT_MS = 60_000;

/**
 * Every change of the corpus alone on an application, and the clean database before and after all of them.
 * @param step 4 takes each fourth change, for a run that must be short
 */
export async function describeSingles(application: Application, serverUrl: string, step = 1): Promise<void> {
  const laboratory = await openLaboratory(application, serverUrl);
  afterAll(() => laboratory.close());
  const baseline = await readBaseline(laboratory);
  const whole = corpusOf(laboratory.shape, laboratory.versionNumber);
  const corpus = whole.filter((_change, place) => place % step === 0);

  describe(`each change alone on ${application.name}`, () => {
    test('there are enough of them', () => {
      expect(whole.length).toBeGreaterThanOrEqual(150);
    });

    test('the clean database: everything is compared, and nobody reports anything', () => cleanTest());

    test.each(corpus.map((candidates, place) => ({ title: titleOf(candidates, place), candidates })))(
      '$title',
      async ({ candidates }) => {
        const refusals: string[] = [];
        for (const change of candidates) {
          const trial = await tryChanges(laboratory, [change], baseline);
          if (trial.refusal === null) {
            expect(trial.problems, change.sql.join(';\n')).toEqual([]);
            return;
          }
          refusals.push(`${change.name}: ${trial.refusal}`);
        }
        expect.fail(`PostgreSQL takes it at no place:\n${refusals.join('\n')}`);
      },
      TIMEOUT_MS,
    );

    test('the clean database again', () => cleanTest());
  });

  async function cleanTest(): Promise<void> {
    const trial = await tryChanges(laboratory, [], baseline);
    expect([...baseline.ours].sort()).toEqual(application.knownOnClean.toSorted());
    expect([...baseline.unknown].sort()).toEqual(application.unknownOnClean.toSorted());
    expect(trial).toEqual({ refusal: null, problems: [], engine: [], findings: [] });
  }

  function titleOf(candidates: (typeof corpus)[number], place: number): string {
    const template = candidates[0]?.template ?? '';
    const round = corpus.slice(0, place).filter((one) => one[0]?.template === template).length;
    return round === 0 ? template : `${template} (${round + 1})`;
  }
}
