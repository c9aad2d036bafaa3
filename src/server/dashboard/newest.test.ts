import { expect, test } from 'vitest';
import { trialRun } from '../store/contract';
import { createMemoryStore } from '../store/memory';
import { newestRuns } from './newest';

const [FIRST, SECOND] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z'];
const ENDED = '2026-01-01T00:02:00.000Z';

async function kept() {
  const store = createMemoryStore(FIRST);
  await store.add(trialRun(FIRST, 'warn', ['a']));
  await store.add(trialRun(SECOND, 'warn', ['a']));
  return store;
}

test('a run of which all still holds is shown as it was measured', async () => {
  const store = await kept();
  const shown = await newestRuns(store, async (record) => ({ record, since: null }));
  expect(shown.latest).toBe(await store.latest());
  expect(shown).toMatchObject({ verdictSince: FIRST, runs: [{ verdict: 'warn' }, { verdict: 'warn' }] });
});

test('where a waiver of it has ended, the newest run alone is worse, since that moment', async () => {
  const shown = await newestRuns(await kept(), async (record) => ({
    record: { ...record, report: { ...record.report, verdict: 'fail' } },
    since: ENDED,
  }));
  expect(shown).toMatchObject({
    latest: { number: 2, report: { verdict: 'fail' } },
    verdictSince: ENDED,
    runs: [{ verdict: 'warn' }, { number: 2, verdict: 'fail' }],
  });
});

test('without a run there is none, whatever stands in the way of verifying', async () => {
  expect(await newestRuns(createMemoryStore(FIRST), null)).toEqual({
    latest: null,
    runs: [],
    lastGreen: null,
    verdictSince: null,
  });
});
