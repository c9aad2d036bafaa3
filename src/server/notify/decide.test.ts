import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotifyRules } from '../../shared/notify-settings';
import type { Verdict } from '../../shared/verdict';
import { decide, release } from './decide';
import { beginningAt, type SeenRun, type Summary, type Told } from './state';
import { type Step, toldInAll } from './testing/model';

/** 2026-01-01 is a winter day, so that Berlin is an hour ahead of UTC. */
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const rules = (given: Partial<NotifyRules> = {}) => NotifyRules.parse(given);

function run(number: number, { minute, verdict, causes = [], accepted = [] }: Step): SeenRun {
  return {
    number,
    runId: `run-${number}`,
    startedAt: at(minute),
    verdict,
    headline: `Run ${number} says ${verdict}.`,
    causes: causes.map((key) => ({ key, title: key.toUpperCase(), symptoms: 11, routes: [] })),
    accepted,
    routes: [],
    reasons: verdict === 'unknown' ? ['The database did not answer.'] : [],
  };
}

function allOf(steps: readonly Step[], given: NotifyRules): (Told | Summary)[] {
  let state = beginningAt(0);
  return steps.flatMap((step, place) => {
    const decided = decide(state, run(place + 1, step), given, 'shop');
    state = decided.state;
    return decided.tell;
  });
}

const shortly = (told: readonly (Told | Summary)[]) =>
  told.map((one) =>
    one.kind === 'quiet-summary'
      ? `${one.number} ${one.kind} of ${one.held.map(({ number, kind }) => `${number} ${kind}`).join(', ')}`
      : `${one.run.number} ${one.kind}`,
  );
const each = (...verdicts: Verdict[]) => verdicts.map((verdict, minute) => ({ minute, verdict }));
const calm = rules({ flappingChanges: 100 });

describe('a change of the verdict is told once', () => {
  test('what is green from the beginning is none, and what stays as it is neither', () => {
    expect(allOf(each('pass', 'pass'), calm)).toEqual([]);
    expect(shortly(allOf(each('fail', 'fail', 'fail'), calm))).toEqual(['1 ill']);
  });

  test('recovery is told with how long it lasted, from its first red run', () => {
    const told = allOf(each('pass', 'fail', 'unknown', 'fail', 'pass'), calm);
    expect(shortly(told)).toEqual(['2 ill', '3 blind', '4 ill', '5 recovered']);
    expect(told[3]).toMatchObject({ since: at(1), lastedMs: 3 * 60_000 });
  });

  test('that nobody could look is told apart from illness, and so is that one can again', () => {
    expect(shortly(allOf(each('pass', 'unknown', 'unknown', 'pass'), calm))).toEqual([
      '2 blind',
      '4 seen-again',
    ]);
  });

  test('amber after red is a recovery, amber after green is not', () => {
    expect(shortly(allOf(each('pass', 'warn', 'fail', 'warn', 'pass'), calm))).toEqual([
      '2 warned',
      '3 ill',
      '4 recovered',
      '5 recovered',
    ]);
  });

  test('a run for which everything was switched off is passed over', () => {
    expect(shortly(allOf(each('fail', 'skipped', 'fail', 'pass'), calm))).toEqual(['1 ill', '4 recovered']);
  });
});

test('a red run that gets another cause tells the new one, each once in an illness', () => {
  const told = allOf(
    [
      { minute: 0, verdict: 'fail', causes: ['a'] },
      { minute: 1, verdict: 'fail', causes: ['a', 'b'] },
      { minute: 2, verdict: 'fail', causes: ['b'] },
      { minute: 3, verdict: 'fail', causes: ['a', 'b'] },
      { minute: 4, verdict: 'pass' },
      { minute: 5, verdict: 'fail', causes: ['a'] },
    ],
    calm,
  );
  expect(shortly(told)).toEqual(['1 ill', '2 another-cause', '5 recovered', '6 ill']);
  expect(told[1]).toMatchObject({ causes: [{ key: 'b' }], since: at(0) });
});

test('a waiver silences its cause, and its end tells of it anew, also in the middle of another illness', () => {
  const told = allOf(
    [
      { minute: 0, verdict: 'fail', causes: ['a', 'b'] },
      { minute: 1, verdict: 'fail', causes: ['b'], accepted: ['a'] },
      { minute: 2, verdict: 'fail', causes: ['a', 'b'] },
      { minute: 3, verdict: 'warn', accepted: ['a', 'b'] },
      { minute: 4, verdict: 'warn', accepted: ['a', 'b'] },
      { minute: 5, verdict: 'fail', causes: ['a'], accepted: ['b'] },
    ],
    calm,
  );
  expect(shortly(told)).toEqual(['1 ill', '3 another-cause', '4 recovered', '6 ill']);
  expect(told[1]).toMatchObject({ causes: [{ key: 'a' }] });
});

test('flapping is told once, then nothing until it stands, then what it settled on', () => {
  const given = rules({ flappingChanges: 3, flappingWindowMinutes: 10, flappingSteadyMinutes: 5 });
  const steps = [
    ...each('pass', 'fail', 'pass', 'fail', 'pass', 'fail', 'fail'),
    { minute: 9, verdict: 'fail' as const },
    { minute: 10, verdict: 'fail' as const },
    { minute: 11, verdict: 'pass' as const },
  ];
  expect(shortly(allOf(steps, given))).toEqual([
    '2 ill',
    '3 recovered',
    '4 flapping',
    '9 settled',
    '10 recovered',
  ]);
});

test('changes that lie further apart than the window do not flap', () => {
  const given = rules({ flappingChanges: 3, flappingWindowMinutes: 10 });
  const steps = (['fail', 'pass', 'fail', 'pass'] as const).map((verdict, place) => ({
    minute: place * 6,
    verdict,
  }));
  expect(shortly(allOf(steps, given))).toEqual(['1 ill', '2 recovered', '3 ill', '4 recovered']);
});

describe('quiet hours', () => {
  const quietHours = {
    from: '22:00',
    to: '07:00',
    timeZone: 'Europe/Berlin',
    breakThrough: 'nothing',
  } as const;
  const night = [
    { minute: 20 * 60 + 59, verdict: 'fail' },
    { minute: 21 * 60, verdict: 'pass' },
    { minute: 29 * 60 + 59, verdict: 'unknown' },
    { minute: 30 * 60, verdict: 'unknown' },
  ] as const;

  test('what falls into them is told in one summary at their end, by the clock of their zone', () => {
    const given = rules({ flappingChanges: 100, quietHours });
    expect(shortly(allOf(night, given))).toEqual(['1 ill', '3 quiet-summary of 2 recovered, 3 blind']);
  });

  test('the summary comes without a run, too, and only once', () => {
    const given = rules({ flappingChanges: 100, quietHours });
    let state = beginningAt(0);
    for (const [place, step] of night.slice(0, 3).entries()) {
      ({ state } = decide(state, run(place + 1, step), given, 'shop'));
    }
    expect(release(state, at(29 * 60 + 59), given).tell).toEqual([]);
    const released = release(state, at(30 * 60), given);
    expect(shortly(released.tell)).toEqual(['3 quiet-summary of 2 recovered, 3 blind']);
    expect(release(released.state, at(30 * 60 + 1), given).tell).toEqual([]);
  });

  test('an error breaks through where that is set', () => {
    const given = rules({ flappingChanges: 100, quietHours: { ...quietHours, breakThrough: 'errors' } });
    const steps = [
      { minute: 22 * 60, verdict: 'warn' },
      { minute: 23 * 60, verdict: 'fail' },
      { minute: 24 * 60, verdict: 'pass' },
      { minute: 31 * 60, verdict: 'pass' },
    ] as const;
    expect(shortly(allOf(steps, given))).toEqual(['2 ill', '3 quiet-summary of 1 warned, 3 recovered']);
  });
});

const anyStep = fc.record({
  // Often just as far apart as the limits are.
  pause: fc.constantFrom(1, 5, 10, 15, 20, 40),
  run: fc.oneof(
    fc
      .constantFrom<Verdict>('pass', 'warn', 'unknown', 'skipped')
      .map((verdict) => ({ verdict, causes: [], accepted: [] })),
    fc.tuple(fc.subarray(['a', 'b', 'c']), fc.subarray(['a', 'b', 'c'])).map(([causes, others]) => ({
      verdict: 'fail' as const,
      causes,
      accepted: others.filter((one) => !causes.includes(one)),
    })),
  ),
});
const anyRules = fc
  .record({
    flappingChanges: fc.integer({ min: 2, max: 6 }),
    flappingWindowMinutes: fc.constantFrom(10, 20, 30, 60),
    flappingSteadyMinutes: fc.constantFrom(5, 10, 20),
    quietHours: fc.constantFrom(
      null,
      { from: '22:00', to: '06:00', breakThrough: 'nothing' as const },
      { from: '22:00', to: '06:00', breakThrough: 'errors' as const },
    ),
  })
  .map((given) => NotifyRules.parse(given));

test('what is told is what a simple model tells, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), anyRules, (list, given) => {
      let minute = 20 * 60;
      const steps = list.map(({ pause, run: looked }) => {
        minute += pause;
        return { minute, ...looked };
      });
      expect(shortly(allOf(steps, given))).toEqual(toldInAll(steps, given));
    }),
    { numRuns: 500 },
  );
});
