import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotifyRules, type QuietHours } from '../../shared/notify-settings';
import { decide, release } from './decide';
import { isQuiet } from './quiet';
import { beginningAt } from './state';

const hours = (from: string, to: string, timeZone = 'UTC'): QuietHours => ({
  from,
  to,
  timeZone,
  breakThrough: 'nothing',
});

describe('quiet hours', () => {
  test.each([
    ['2026-01-01T21:59:59Z', false],
    ['2026-01-01T22:00:00Z', true],
    ['2026-01-02T00:00:00Z', true],
    ['2026-01-02T06:59:59Z', true],
    ['2026-01-02T07:00:00Z', false],
  ])('across midnight: %s is quiet: %s', (at, quiet) => {
    expect(isQuiet(at, hours('22:00', '07:00'))).toBe(quiet);
    expect(isQuiet(at, null)).toBe(false);
  });

  test('within one day, by the clock of the zone, in summer as in winter', () => {
    const noon = hours('12:00', '13:00', 'Europe/Berlin');
    expect(isQuiet('2026-01-15T11:30:00Z', noon)).toBe(true);
    expect(isQuiet('2026-07-15T11:30:00Z', noon)).toBe(false);
    expect(isQuiet('2026-07-15T10:30:00Z', noon)).toBe(true);
  });

  test('a night that loses or gains an hour ends when the clock says so', () => {
    const night = hours('22:00', '07:00', 'Europe/Berlin');
    const ends = (day: string, end: string) => {
      const before = new Date(Date.parse(`${day}T${end}:00Z`) - 60_000).toISOString();
      return [isQuiet(before, night), isQuiet(`${day}T${end}:00Z`, night)];
    };
    // Clocks go forward on 29 March 2026, and back on 25 October.
    expect(ends('2026-03-28', '06:00')).toEqual([true, false]);
    expect(ends('2026-03-29', '05:00')).toEqual([true, false]);
    expect(ends('2026-10-24', '05:00')).toEqual([true, false]);
    expect(ends('2026-10-25', '06:00')).toEqual([true, false]);
  });

  test('whatever the clock does, each change is told once, and none that waited is lost', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    const days = fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-24', '2026-10-31');
    const times = fc.constantFrom('00:30', '01:30', '02:00', '02:30', '03:00', '07:00', '22:00');
    fc.assert(
      fc.property(zones, days, times, times, fc.array(fc.integer({ min: 1, max: 300 })), (...given) => {
        const [timeZone, day, from, to, pauses] = given;
        fc.pre(from !== to);
        const rules = NotifyRules.parse({ flappingChanges: 100, quietHours: hours(from, to, timeZone) });
        let state = beginningAt(0);
        let at = Date.parse(`${day}T00:00:00Z`);
        const told: number[] = [];
        const hear = (decided: ReturnType<typeof decide>) => {
          ({ state } = decided);
          for (const one of decided.tell) {
            if (one.kind === 'quiet-summary') told.push(...one.held.map(({ number }) => number));
            else told.push(one.run.number);
          }
        };
        for (const [place, pause] of pauses.entries()) {
          at += pause * 60_000;
          const startedAt = new Date(at).toISOString();
          const verdict = place % 2 === 0 ? 'fail' : 'pass';
          const plain = { headline: '', causes: [], accepted: [], routes: [], reasons: [] };
          const run = { number: place + 1, runId: String(place), startedAt, verdict, ...plain } as const;
          hear(decide(state, run, rules, 'shop'));
        }
        // Two days: where all that is loud lies in the hour that the clock leaves out, the next day tells.
        for (let hour = 0; hour < 50; hour += 0.5) {
          hear(release(state, new Date(at + hour * 3_600_000).toISOString(), rules));
        }
        expect(told).toEqual(pauses.map((_, place) => place + 1));
      }),
      { numRuns: 150 },
    );
  });
});
