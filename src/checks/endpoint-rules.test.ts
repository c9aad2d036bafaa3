import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EndpointResult, EndpointTry } from '../shared/endpoints';
import type { RuleId } from '../shared/rules';
import { endpoints } from './endpoints';
import { anError, answers, aTry, declare, noAnswer, SETTINGS } from './testing/client-builders';

const goals = declare('/api/goals', {
  response: z.object({ total: z.number() }),
  assert: [{ at: 'total', min: 1 }],
  budgetMs: 100,
  coldBudgetMs: 300,
});
const good = (over: Partial<EndpointTry> = {}) => aTry({ json: { total: 3 }, ...over });
const TABLE_LACKS = 'The table `public.goals` does not exist in the current database.';

type Case = [what: string, tries: EndpointTry[], cold?: boolean];
type Cases = { near: Case[]; violations: Case[]; remedy: RegExp };

/** Of each rule what just is none of it, and what is. A near miss may be of another rule, or of none. */
const CASES: Partial<Record<RuleId, Cases>> = {
  'endpoint.schema-error': {
    near: [
      ['data that speak of an error', [good({ json: { total: 1, title: 'What P2021 means' } })]],
      ['an error without a reason', [anError(500, 'internal', 'Something broke.')]],
      ['five digits that are no code', [anError(500, 'internal', 'Order 42703 is gone.')]],
      ['a database that is away', [anError(500, 'P1001', "Can't reach database server at `db:5432`")]],
      ['a constraint', [anError(500, 'P2002', 'Unique constraint failed on the fields: (`title`)')]],
    ],
    violations: [
      ['a table that lacks', [anError(500, 'P2021', TABLE_LACKS)]],
      ['whatever the status', [anError(404, 'P2021', TABLE_LACKS)]],
      [
        'even that of success',
        [good({ json: { total: 3, error: { code: 'P2021', message: TABLE_LACKS } } })],
      ],
      ['a function that lacks', [anError(500, 'P2039', 'function similarity(text, unknown) does not exist')]],
    ],
    remedy: /difference that the answer names/,
  },
  'endpoint.server-error': {
    near: [
      ['a status below 500', [anError(499, 'internal', 'x')]],
      ['a reason in the schema', [anError(500, 'P2021', TABLE_LACKS)]],
    ],
    violations: [
      ['a status from 500 on', [anError(500, 'internal', 'Something broke.')]],
      ['a database that is away, whatever the status', [anError(401, 'P1001', 'x')]],
      ['an error of Prisma under 200', [good({ json: { total: 3, error: 'P1017: Server has closed it' } })]],
      ['a privilege', [anError(500, 'x', 'permission denied for table goals')]],
    ],
    remedy: /log|database|role/,
  },
  'endpoint.not-found': {
    near: [
      ['a 404 whose body names the schema', [anError(404, 'P2021', TABLE_LACKS)]],
      ['an empty list', [good({ json: { total: 0 } })]],
    ],
    violations: [
      ['a handler that did not find it', [anError(404, 'not-found', 'No such goal.')]],
      [
        'a page of Next',
        [aTry({ status: 404, contentType: 'text/html', bodyText: '<title>404</title>/_next/' })],
      ],
      ['gone', [anError(410, 'gone', 'Gone.')]],
    ],
    remedy: /manifest|bring/,
  },
  'endpoint.auth': {
    near: [
      ['a redirect elsewhere', [aTry({ status: 302, headers: { location: '/goals/all' } })]],
      ['a path that only sounds like it', [aTry({ status: 302, headers: { location: '/authors' } })]],
      ['a login that fails for the database', [anError(401, 'P1001', 'x')]],
    ],
    violations: [
      ['not signed in', [anError(401, 'auth', 'x')]],
      ['not allowed', [anError(403, 'auth', 'x')]],
      ['sent to the login', [aTry({ status: 302, headers: { location: '/login?next=%2F' } })]],
    ],
    remedy: /auth|headers|right/,
  },
  'endpoint.contract': {
    near: [
      ['a member more than declared', [good({ json: { total: 1, more: true } })]],
      ['a value at its border', [good({ json: { total: 1 } })]],
      ['as many as it may be', [good({ json: { total: 1e9 } })]],
    ],
    violations: [
      ['another shape', [good({ json: { total: 'three' } })]],
      ['a value beyond its border', [good({ json: { total: 0 } })]],
      ['another status', [anError(409, 'conflict', 'x')]],
      ['a page that shows an error', [aTry({ contentType: 'text/html', bodyText: '<title>Error</title>' })]],
      ['too long', [noAnswer('body-too-large')]],
    ],
    remedy: /manifest|pages|record|Correct/,
  },
  'endpoint.slow': {
    near: [
      ['at its budget', [good({ durationMs: 100 })]],
      ['cold, at that budget', [good({ durationMs: 300 })], true],
      ['late once, and in time alone', [good({ durationMs: 120 }), good({ durationMs: 90 })]],
    ],
    violations: [
      ['above its budget', [good({ durationMs: 101 })]],
      ['cold, above that budget', [good({ durationMs: 301 })], true],
      ['late each time', [good({ durationMs: 120 }), good({ durationMs: 130 })]],
    ],
    remedy: /plans/,
  },
  'endpoint.timeout': {
    near: [
      ['a late answer', [good({ durationMs: 5_000 })]],
      ['a reset', [noAnswer('ECONNRESET')]],
      ['a gateway’s timeout', [anError(504, 'gateway', 'x')]],
    ],
    violations: [
      ['nothing', [noAnswer('timeout')]],
      ['half of it', [{ ...noAnswer('timeout'), failedIn: 'body' }]],
    ],
    remedy: /waits for/,
  },
  'endpoint.unreachable': {
    near: [
      ['a timeout', [noAnswer('timeout')]],
      ['a bad gateway', [anError(502, 'gateway', 'x')]],
    ],
    violations: [
      ['a reset', [noAnswer('ECONNRESET')]],
      ['no HTTP', [noAnswer('not-http')]],
      ['a certificate', [noAnswer('certificate')]],
    ],
    remedy: /log|port|certificate/,
  },
  'endpoint.flapping': {
    near: [
      ['late, then in time', [good({ durationMs: 120 }), good()]],
      ['failing each time', [noAnswer('timeout'), noAnswer('timeout')]],
      ['good, then failing', [good({ durationMs: 120 }), anError(500, 'internal', 'x')]],
    ],
    violations: [
      ['no answer, then a good one', [noAnswer('timeout'), good()]],
      ['an error, then a good one', [anError(500, 'P2021', TABLE_LACKS), good()]],
    ],
    remedy: /log|waits|moment/,
  },
};

const run = ([, tries, cold]: Case) =>
  endpoints.runWith({ 'endpoints.results': answers([goals, tries, cold ?? false]) }, SETTINGS);
const clean: Case = ['', [good()]];

describe.each(Object.entries(CASES))('%s', (rule, { near, violations, remedy }) => {
  it('finds nothing in a clean answer', () => {
    expect(run(clean)).toEqual({ compared: 1, findings: [] });
  });

  it.each(near)('is not: %s', (...one) => {
    expect(run(one).findings.map((finding) => finding.rule)).not.toContain(rule);
  });

  it.each(violations)('is: %s', (...one) => {
    const { findings } = run(one);
    expect(findings.map((finding) => finding.rule)).toEqual([rule]);
    const [finding] = findings;
    expect(finding?.message).toContain('GET /api/goals');
    expect(finding?.expected).not.toBe(finding?.observed);
    expect(finding?.remedy.text).toMatch(remedy);
  });

  it('is gone once it was repaired', () => {
    const [first] = violations;
    if (first === undefined) throw new Error(`${rule} has no violation.`);
    expect(run(first).findings).not.toEqual([]);
    expect(run(clean).findings).toEqual([]);
  });

  it('is neither found nor ruled out where the endpoint was not asked', () => {
    const observation = answers([goals, []]);
    const results = observation.results.map((result) => ({
      ...result,
      notSent: { verdict: 'unknown' as const, reason: 'The variable GOALS_TOKEN is not set: set it.' },
    }));
    expect(endpoints.runWith({ 'endpoints.results': { ...observation, results } }, SETTINGS)).toEqual({
      compared: 0,
      findings: [],
      unknown: '1 endpoint was not asked (GET /api/goals): The variable GOALS_TOKEN is not set: set it.',
    });
  });
});

describe('what was not asked', () => {
  const held = (verdict: 'unknown' | 'skipped', reason: string): EndpointResult['notSent'] => ({
    verdict,
    reason,
  });
  const judge = (...all: [path: string, notSent: EndpointResult['notSent']][]) => {
    const observation = answers(
      ...all.map(([path]): Parameters<typeof answers>[number] => [declare(path), [aTry()]]),
    );
    const results = observation.results.map((result, index) => {
      const notSent = all[index]?.[1] ?? null;
      return { ...result, notSent, tries: notSent === null ? result.tries : [] };
    });
    return endpoints.runWith({ 'endpoints.results': { ...observation, results } }, SETTINGS);
  };
  const write = held('skipped', 'It changes something: name this environment in `safeOn`.');

  it('is said by reason beside a pass, and never counted as one', () => {
    expect(judge(['/a', null], ['/b', write], ['/c', write])).toEqual({
      compared: 1,
      findings: [],
      leftOut:
        '2 endpoints were not asked (GET /b, GET /c): It changes something: name this environment in `safeOn`.',
    });
  });

  it('makes the check skipped where all of it was chosen, and unknown where any was not', () => {
    expect(judge(['/a', write])).toMatchObject({
      compared: 0,
      nothingToCompare: expect.stringContaining('safeOn'),
    });
    const both = judge(['/a', write], ['/b', held('unknown', 'No token.')]);
    expect(both).toMatchObject({
      compared: 0,
      unknown: expect.stringMatching(/GET \/b\): No token\. .*GET \/a\)/),
    });
    expect(both).not.toHaveProperty('nothingToCompare');
  });
});

describe('how the tries went', () => {
  const message = (...tries: EndpointTry[]) => run(['', tries]).findings[0]?.message;

  it('counts those that failed alike, and tells those that did not', () => {
    const broke = anError(500, 'internal', 'Broke.');
    expect(message(broke, broke)).toBe('GET /api/goals answered at each of 2 tries: 500: Broke.');
    expect(message(noAnswer('ECONNRESET', 'Cut.'), broke)).toBe(
      'GET /api/goals answered at the last of 2 tries (before: ECONNRESET: Cut): 500: Broke.',
    );
    expect(message(good({ durationMs: 120 }), broke)).toBe(
      'GET /api/goals answered at the last of 2 tries (before: as declared): 500: Broke.',
    );
  });
});
