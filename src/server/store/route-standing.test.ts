import { expect, test } from 'vitest';
import type { Verdict } from '../../shared/verdict';
import { advanceRoutes, type RouteMap } from './route-standing';

const ID = 'GET /api/users';
const at = (number: number) => `2026-01-0${number}`;

/** How the route stands after runs in which it came to these; null where it was not declared. */
function after(...verdicts: (Verdict | null)[]) {
  const map = verdicts.reduce<RouteMap>((before, verdict, place) => {
    const routes = verdict === null ? [] : [{ id: ID, verdict }];
    return advanceRoutes(before, { number: place + 1, startedAt: at(place + 1), routes });
  }, new Map());
  return map.get(ID);
}

test('a route stands so since the first run without a break, and a run that did not ask it breaks nothing', () => {
  expect(after('pass', 'pass')).toMatchObject({ verdict: 'pass', since: at(1), lastGreenNumber: 2 });
  expect(after('pass', 'fail', 'unknown', 'fail', 'skipped')).toEqual({
    verdict: 'fail',
    since: at(2),
    lastGreenNumber: 1,
    lastGreenAt: at(1),
  });
});

test('amber is not green, and turning from red to amber is a change', () => {
  expect(after('pass', 'fail', 'warn')).toMatchObject({ verdict: 'warn', since: at(3), lastGreenNumber: 1 });
});

test('one that was never asked has no standing, and one that was never green no last green run', () => {
  expect(after('unknown')).toBeUndefined();
  expect(after('unknown', 'fail')).toMatchObject({ since: at(2), lastGreenNumber: null, lastGreenAt: null });
});

test('one that was not declared for a while begins anew', () => {
  expect(after('pass', null, 'fail')).toMatchObject({ since: at(3), lastGreenNumber: null });
});
