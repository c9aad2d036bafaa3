import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../shared/details';
import { storeContract, trialRun } from './contract';
import { createMemoryStore } from './memory';
import { createRecordedStore, type OpenedStore } from './recorded';
import type { Store } from './types';

const AT = '2026-01-01T00:00:00.000Z';
const minute = (n: number) => `2026-01-01T00:${String(n).padStart(2, '0')}:00.000Z`;

/** A store behind a line that can be cut, and one that can refuse a run. */
function trial() {
  const inner = createMemoryStore(AT);
  const state = {
    down: false,
    busy: false,
    refused: new Set<string>(),
    lost: [] as unknown[],
    recorded: [] as RunRecord[],
  };
  const line = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.down) throw new Error('The line is cut.');
    return work();
  };
  const store: Store = {
    ...inner,
    add: (run) =>
      line(async () => {
        if (state.busy) throw new Error('It is locked.');
        if (state.refused.has(run.report.runId)) throw new Error('No such run.');
        return inner.add(run);
      }),
    latest: () => line(inner.latest),
    get: (number) => line(() => inner.get(number)),
    objects: (number) => line(() => inner.objects(number)),
    summaries: (limit, before) => line(() => inner.summaries(limit, before)),
    lastGreen: () => line(inner.lastGreen),
    verdictSince: () => line(inner.verdictSince),
  };
  const opened: OpenedStore = {
    store,
    ping: () => line(async () => undefined),
    isPassing: () => state.busy,
    noteLost: async (lost) => void state.lost.push(lost),
    close: async () => undefined,
  };
  const recorded = createRecordedStore({
    open: () => line(async () => opened),
    sentence: (error) => (error instanceof Error ? error.message : String(error)),
    now: () => AT,
    onRecorded: (record) => void state.recorded.push(record),
    onFault: () => undefined,
    retryMs: 5,
  });
  const on = async () => {
    while (recorded.recording().state !== 'on') await sleep(5);
  };
  return { state, inner, recorded, on };
}

storeContract('the recorded store', async () => {
  const { recorded, on } = trial();
  await on();
  return recorded;
});

test('a store that goes away in the middle is said, runs go on, and are recorded when it is back', async () => {
  const { state, inner, recorded, on } = trial();
  await recorded.add(trialRun(minute(0), 'pass', []));
  state.down = true;
  const during = await recorded.add(trialRun(minute(1), 'fail', ['a']));
  expect(during.number).toBe(2);
  expect(recorded.recording()).toMatchObject({
    state: 'away',
    since: AT,
    reason: 'The line is cut.',
    waiting: 1,
  });
  expect(recorded.note()).toMatch(/kept in memory/);
  expect((await recorded.latest())?.number).toBe(2);
  expect(await recorded.lastGreen()).toEqual({ number: 1, startedAt: minute(0) });
  // Another instance recorded one meanwhile.
  await inner.add(trialRun(minute(2), 'pass', []));
  state.down = false;
  await on();
  expect(state.recorded.map(({ number }) => number)).toEqual([3]);
  expect(recorded.recording()).toMatchObject({ waiting: 0, lost: null });
  expect((await recorded.add(trialRun(minute(3), 'fail', ['a']))).number).toBe(4);
  expect((await recorded.latest())?.report.checks[0]?.findings[0]?.since).toBe(minute(1));
  await recorded.close();
});

test('a store that is away at the start is opened when it comes, with what it held', async () => {
  const { state, inner, recorded, on } = trial();
  state.down = true;
  await inner.add(trialRun(minute(0), 'pass', []));
  await recorded.opened(1_000);
  expect(recorded.recording().state).toBe('away');
  expect(await recorded.latest()).toBeNull();
  state.down = false;
  await on();
  expect((await recorded.latest())?.number).toBe(1);
  await recorded.close();
});

test('what could not wait is counted, said and noted', async () => {
  const { state, recorded, on } = trial();
  await on();
  state.down = true;
  for (let at = 0; at < 23; at += 1) await recorded.add(trialRun(minute(at), 'pass', []));
  const lost = { runs: 3, from: minute(0), to: minute(2) };
  expect(recorded.recording()).toMatchObject({ waiting: 20, lost });
  state.down = false;
  await on();
  expect(state.recorded).toHaveLength(20);
  expect(state.lost).toEqual([lost]);
  expect(recorded.note()).toContain('3 of 2026-01-01T00:00:00.000Z to 2026-01-01T00:02:00.000Z could not be');
  await recorded.close();
});

test('a run that the store refuses keeps no other from being recorded', async () => {
  const { state, recorded, on } = trial();
  await on();
  const refused = trialRun(minute(0), 'pass', []);
  state.refused.add(refused.report.runId);
  await recorded.add(refused);
  expect(recorded.recording()).toMatchObject({ state: 'on', waiting: 0, lost: { runs: 1 } });
  await recorded.add(trialRun(minute(1), 'pass', []));
  expect((await recorded.summaries(5)).map(({ startedAt }) => startedAt)).toEqual([minute(1)]);
  await recorded.close();
});

test('a run that the store cannot take at the moment waits, and is not lost', async () => {
  const { state, recorded, on } = trial();
  await on();
  state.busy = true;
  await recorded.add(trialRun(minute(0), 'pass', []));
  expect(recorded.recording()).toMatchObject({ state: 'away', waiting: 1, lost: null });
  state.busy = false;
  await on();
  expect(recorded.recording()).toMatchObject({ waiting: 0, lost: null });
  expect((await recorded.latest())?.number).toBe(1);
  await recorded.close();
});
