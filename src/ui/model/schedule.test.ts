import { expect, test } from 'vitest';
import type { ScheduleState } from '@/shared/schedule';
import { scheduleInWords } from './schedule';

const kept: ScheduleState = {
  everyMs: 60_000,
  by: 'instances',
  paused: null,
  nextAt: null,
  failures: 0,
  failure: null,
  asksName: true,
};

test.each<[string, Partial<ScheduleState>, string]>([
  ['as usual', {}, 'Verified every 60 s, whether or not anybody looks.'],
  ['a long interval', { everyMs: 450_000 }, 'Verified every 7.5 min, whether or not anybody looks.'],
  [
    'without a store',
    { by: 'viewers' },
    'Verified every 60 s while somebody looks at it, by this process alone.',
  ],
  ['switched off', { everyMs: 0 }, 'Nothing is verified by itself: DRIFTBOARD_INTERVAL_MS is 0.'],
  [
    'a target that is away',
    { failures: 3 },
    'The last 3 runs could not look, so the next one waits longer than the usual 60 s.',
  ],
  [
    'paused, whatever else',
    { failures: 3, paused: { person: { name: 'Ada', proven: false }, at: '', reason: '' } },
    'Paused: nothing is verified by itself, only when somebody asks.',
  ],
])('%s', (_what, change, words) => {
  expect(scheduleInWords({ ...kept, ...change })).toBe(words);
});
