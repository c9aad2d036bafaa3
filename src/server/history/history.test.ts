import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../shared/details';
import { fixtureState, type Scenario } from '../../ui/fixtures';
import { HttpError } from '../dashboard/http';
import { createMemoryStore } from '../store/memory';
import { UnreadableRun } from '../store/types';
import { compareKept, runHistory } from './history';
import { nothingBeside } from './testing';

/** Runs of these scenarios in a store, one a minute; the first few are not kept whole any more. */
function kept(scenarios: readonly Scenario[], gone = 0) {
  const records = scenarios.map((scenario, index): RunRecord => {
    const { latest } = fixtureState(scenario);
    if (latest === null) throw new Error('The scenario has a run.');
    const startedAt = new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString();
    return {
      ...latest,
      number: index + 1,
      report: { ...latest.report, startedAt, runId: `run-${index + 1}` },
    };
  });
  const store = createMemoryStore('2026-01-01T00:00:00Z');
  for (const record of records) store.keep(record, null);
  return {
    ...store,
    get: async (number: number) =>
      number <= gone ? null : (records.find((record) => record.number === number) ?? null),
  };
}

describe('the timeline', () => {
  test('says of each run what it changed, and of the red ones which incident they are', async () => {
    const store = kept([
      'green',
      'green',
      'stale-client',
      'stale-client',
      'unreachable',
      'stale-client',
      'green',
    ]);
    const { runs, incidents, olderThan } = await runHistory(store, undefined, nothingBeside);
    expect(runs.map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(runs.find(({ number }) => number === 3)?.changes).toEqual([
      'client: pass → fail',
      'endpoints: pass → fail',
      'indexes: pass → warn',
      expect.stringMatching(/^\d+ routes: pass → fail$/),
    ]);
    expect(runs.at(-1)?.changes).toBeNull();
    expect(runs.at(-2)?.changes).toEqual([]);
    expect(olderThan).toBeNull();
    expect(incidents).toMatchObject([
      {
        first: 3,
        last: 6,
        runs: 3,
        ended: { number: 7 },
        causes: [{ title: 'The Prisma Client is older than the schema' }],
      },
    ]);
  });

  test('goes back page by page', async () => {
    const store = kept(Array.from({ length: 60 }, () => 'green' as const));
    const first = await runHistory(store, undefined, nothingBeside);
    expect([first.runs.length, first.runs.at(-1)?.changes, first.olderThan]).toEqual([50, [], 11]);
    const second = await runHistory(store, first.olderThan ?? undefined, nothingBeside);
    expect([second.runs.length, second.olderThan]).toEqual([10, null]);
  });

  test('an incident that reaches over the edge of a page keeps its true beginning and end on both', async () => {
    const scenario = (at: number) => (at >= 20 && at < 90 ? 'stale-client' : 'green');
    const store = kept(Array.from({ length: 120 }, (_, at) => scenario(at)));
    const whole = { first: 21, last: 90, runs: 70, ended: { number: 91 } };
    for (const before of [undefined, 71, 61]) {
      expect((await runHistory(store, before, nothingBeside)).incidents).toMatchObject([whole]);
    }
    // It had not begun at these.
    expect((await runHistory(store, 21, nothingBeside)).incidents).toEqual([]);
  });
});

describe('comparing kept runs', () => {
  test('says what appeared', async () => {
    const { appeared, checks } = await compareKept(kept(['green', 'stale-client']), 1, 2);
    expect(appeared.length).toBeGreaterThan(3);
    expect(checks.map(({ id }) => id)).toContain('client-freshness');
  });

  test('a run that is gone is refused with what to do', async () => {
    const refused = compareKept(kept(['green', 'green'], 1), 1, 2);
    await expect(refused).rejects.toBeInstanceOf(HttpError);
    await expect(refused).rejects.toThrow('Run 1 is not kept whole, or not any more: choose a newer one.');
  });

  test('one that cannot be read says so', async () => {
    const store = {
      ...kept(['green']),
      get: async () => {
        throw new UnreadableRun('Run 1 was kept by another version of Driftboard.');
      },
    };
    await expect(compareKept(store, 1, 2)).rejects.toMatchObject({ code: 'gone' });
  });
});
