import { describe, expect, test } from 'vitest';
import type { SeenRun, Told } from './state';
import { lengthOf, notificationOf, runUrl } from './words';

const run: SeenRun = {
  number: 7,
  runId: 'run-7',
  startedAt: '2026-01-01T12:30:00.000Z',
  verdict: 'fail',
  headline: 'Not safe to release.',
  causes: [],
  accepted: [],
  routes: [],
  reasons: [],
};
const told = (change: Partial<Told> = {}): Told => ({
  kind: 'ill',
  run,
  since: '2026-01-01T12:00:00.000Z',
  lastedMs: null,
  causes: [],
  changes: 1,
  ...change,
});
const about = { environment: 'shop', publicUrl: 'https://health.example/board/' };
const cause = (key: string) => ({ key, title: `Cause ${key}`, symptoms: 1, routes: ['GET /a'] });

describe('a message', () => {
  test('leads with its cause, and links to the comparison of its run with the one before', () => {
    const said = notificationOf(told({ causes: [cause('a'), cause('b')] }), about);
    expect(said.title).toBe('shop fails: Cause a, and 1 more');
    expect(said.text).toBe('Not safe to release.\nIt fails since 2026-01-01 12:00 UTC.');
    expect(said.run).toMatchObject({ number: 7, url: 'https://health.example/board/runs?from=6&to=7' });
  });

  test('names as many as fit on a phone, and says how many there are', () => {
    const causes = Array.from({ length: 30 }, (_, place) => cause(`c${place}`));
    const routes = Array.from({ length: 50 }, (_, place) => `GET /r${place}`);
    const said = notificationOf(told({ causes, run: { ...run, routes } }), about);
    expect([said.causes.length, said.causesInAll, said.routes.length, said.routesInAll]).toEqual([
      10, 30, 20, 50,
    ]);
  });

  test('tells how long an illness lasted', () => {
    const well = { ...run, verdict: 'pass', headline: 'All is well.' } as const;
    const said = notificationOf(told({ kind: 'recovered', run: well, lastedMs: 1_800_000 }), about);
    expect(said.title).toBe('shop is well again after 30 min');
    expect(said.text).toContain('It lasted from 2026-01-01 12:00 UTC to 2026-01-01 12:30 UTC.');
    expect(said.lastedMs).toBe(1_800_000);
  });

  test('does not call well what a waiver silences', () => {
    const amber = { ...run, verdict: 'warn', accepted: ['a'] } as const;
    const said = notificationOf(told({ kind: 'recovered', run: amber, lastedMs: 60_000 }), about);
    expect(said.title).toBe(
      'shop fails no more after 1 min; 1 cause is still there and accepted by a waiver',
    );
  });

  test('that nobody could look says so, and why', () => {
    const blind = { ...run, verdict: 'unknown', reasons: ['The database refused the login.'] } as const;
    const said = notificationOf(told({ kind: 'blind', run: blind }), about);
    expect(said.title).toBe('Could not look at shop: The database refused the login.');
    expect(said.text).toContain('Nobody knows whether it is well');
  });

  test('has one line for a title, and no password in it', () => {
    const title = 'No answer from\npostgresql://ada:s3cret@db.example/shop';
    const said = notificationOf(told({ causes: [{ ...cause('a'), title }] }), about);
    expect(JSON.stringify(said)).not.toContain('s3cret');
    expect(said.title).not.toContain('\n');
  });
});

test('there is no link where nobody has said where the dashboard is', () => {
  expect(runUrl(null, 7)).toBeNull();
  expect(runUrl('https://health.example', 1)).toBe('https://health.example/runs?from=1&to=1');
});

test.each([
  [0, 'less than a second'],
  [59_600, '1 min'],
  [3_660_000, '1 h 1 min'],
  [3_605_000, '1 h'],
  [90_000_000, '1 d 1 h'],
])('%i ms are %s', (ms, words) => {
  expect(lengthOf(ms)).toBe(words);
});
