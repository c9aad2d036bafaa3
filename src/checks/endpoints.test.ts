import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EndpointTry } from '../shared/endpoints';
import { endpoints, wasAsked } from './endpoints';
import { anError, answers, aTry, declare, noAnswer, SETTINGS } from './testing/client-builders';

const Goals = z.object({ goals: z.array(z.object({ id: z.string() })) });
const goals = declare('/api/goals', { story: '5.2', response: Goals, budgetMs: 100, models: ['Goal'] });
const good = (over: Partial<EndpointTry> = {}) => aTry({ json: { goals: [{ id: 'a' }] }, ...over });
const run = (tries: EndpointTry[], cold = false, declaration = goals) =>
  endpoints.runWith({ 'endpoints.results': answers([declaration, tries, cold]) }, SETTINGS);
const rules = (...tries: EndpointTry[]) => run(tries).findings.map(({ rule }) => rule);

describe('endpoints', () => {
  it('takes nothing that lay in a cache for a sign of health, and a failure for one of illness all the same', () => {
    const cached = { headers: { 'x-cache': 'Hit from cdn' } };
    expect(run([good(cached)])).toMatchObject({ compared: 0, findings: [] });
    expect(run([good(cached)]).unknown).toContain(
      '1 endpoint answered from a cache (GET /api/goals), though',
    );
    expect(rules({ ...anError(500, 'P2021', 'x'), ...cached })).toEqual(['endpoint.schema-error']);
    for (const said of ['bypass', 'MISS', 'DYNAMIC'])
      expect(run([good({ headers: { 'x-cache': said } })])).toEqual({ compared: 1, findings: [] });
  });

  it('finds nothing in the declared answer', () => {
    expect(run([good()])).toEqual({ compared: 1, findings: [] });
    expect(run([aTry({ json: 'anything' })], false, declare('/api/any')).findings).toEqual([]);
    expect(
      run([anError(404, 'not-found', 'x')], false, declare('/x', { expectStatus: 404 })).findings,
    ).toEqual([]);
    expect(run([aTry()], false, declare('/api/goals', { method: 'HEAD', response: Goals })).findings).toEqual(
      [],
    );
  });

  it('goes by what the answer says, never by the status alone', () => {
    expect(
      rules(anError(500, 'P2021', 'The table `public.goals` does not exist in the current database.')),
    ).toEqual(['endpoint.schema-error']);
    expect(rules(anError(404, 'P2022', 'x'))).toEqual(['endpoint.schema-error']);
    expect(rules(aTry({ json: { error: 'relation "goals" does not exist' } }))).toEqual([
      'endpoint.schema-error',
    ]);
    expect(rules(anError(500, 'internal', 'Something broke.'))).toEqual(['endpoint.server-error']);
    expect(rules(anError(503, 'database-unreachable', 'x'))).toEqual(['endpoint.server-error']);
    expect(rules(good({ json: { goals: [{ id: 'P2021' }] } }))).toEqual([]);
  });

  it('names the code and the message, and its remedy', () => {
    const [finding] = run([
      anError(500, 'client-model-missing', 'No delegate.'),
      anError(500, 'client-model-missing', 'No delegate.'),
    ]).findings;
    expect(finding).toMatchObject({
      key: 'endpoint.schema-error:GET /api/goals',
      severity: 'error',
      impact: 'read',
      subject: { kind: 'endpoint', name: 'GET /api/goals', story: '5.2' },
      message: 'GET /api/goals answered at each of 2 tries: 500, client-model-missing: No delegate.',
      expected: 'status 200 with a JSON body of the declared shape',
      remedy: { kind: 'command', text: 'npx driftboard regenerate' },
    });
  });

  it('tells missing, forbidden and other statuses', () => {
    expect(rules(anError(404, 'not-found', 'x'))).toEqual(['endpoint.not-found']);
    expect(rules(anError(401, 'auth', 'x'))).toEqual(['endpoint.auth']);
    expect(rules(anError(403, 'auth', 'x'))).toEqual(['endpoint.auth']);
    expect(rules(anError(400, 'bad-request', 'x'))).toEqual(['endpoint.contract']);
    const [redirect] = run([aTry({ status: 302 })]).findings;
    expect(redirect?.message).toContain('302: a redirect, which is not followed.');
  });

  it('names where the shape differs, the first three places of it', () => {
    const json = { goals: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }] };
    const [finding] = run([aTry({ json })]).findings;
    expect(finding?.rule).toBe('endpoint.contract');
    expect(finding?.observed).toContain('goals[0].id: ');
    expect(finding?.observed).toContain('; and 1 more');
    expect(run([aTry({ json: null })]).findings[0]?.observed).toContain('the body: ');
  });

  it('says where a shape that calls itself would have to go too deep', () => {
    const Tree: z.ZodType = z.lazy(() => z.array(Tree));
    const json: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const deep = aTry({ contentType: 'application/json', bodyText: '[', bodyBytes: 1 });
    expect(run([{ ...deep, json }], false, declare('/x', { response: Tree })).findings[0]?.observed).toBe(
      '200, a body that is nested too deeply to be held against a shape',
    );
  });

  it('tells a body that is no JSON from one that only says so', () => {
    const html = run([aTry({ contentType: 'text/html', bodyText: '<p>' })]).findings[0];
    expect(html?.observed).toBe('200, text/html where JSON was declared');
    expect(run([aTry({ bodyText: '{' })]).findings[0]?.observed).toContain('cannot be parsed');
    expect(run([aTry({ contentType: null })]).findings[0]?.observed).toContain('no content type where JSON');
  });

  it('shows the beginning of a body without a known form', () => {
    const [finding] = run([
      aTry({ status: 500, contentType: 'text/html', bodyText: `<h1>${'x'.repeat(400)}` }),
    ]).findings;
    expect(finding?.message).toMatch(/^GET \/api\/goals answered: 500: x+ …$/);
    expect(run([aTry({ status: 500 })]).findings[0]?.message).toContain('an empty body.');
  });

  it('tells no answer in time from no connection', () => {
    expect(rules(noAnswer('timeout'))).toEqual(['endpoint.timeout']);
    expect(rules(noAnswer('ECONNRESET'))).toEqual(['endpoint.unreachable']);
    expect(rules(noAnswer('body-too-large'))).toEqual(['endpoint.contract']);
  });

  it('keeps in mind the failed tries before a good one', () => {
    const [finding] = run([noAnswer('timeout', 'No answer.'), anError(503, 'busy', 'Busy'), good()]).findings;
    expect(finding).toMatchObject({ rule: 'endpoint.flapping', severity: 'warning' });
    expect(finding?.message).toContain('failed at 2 tries before');
  });

  it('warns above the budget, not at it', () => {
    expect(rules(good({ durationMs: 100 }))).toEqual([]);
    const [finding] = run([good({ durationMs: 100.2 })]).findings;
    expect(finding).toMatchObject({ rule: 'endpoint.slow', severity: 'warning', impact: 'performance' });
    expect(finding?.message).toBe('GET /api/goals took 101 ms, more than its budget of 100 ms.');
  });

  it('gives a cold one five times its budget and two seconds at least', () => {
    expect(run([good({ durationMs: 1_999 })], true).findings).toEqual([]);
    expect(run([good({ durationMs: 2_001 })], true).findings[0]?.message).toContain(
      '2000 ms, which a first request',
    );
    const patient = declare('/api/goals', { budgetMs: 1_000 });
    expect(run([good({ durationMs: 4_900 })], true, patient).findings).toEqual([]);
    expect(run([good({ durationMs: 5_100 })], true, patient).findings).toHaveLength(1);
  });

  it('is unknown in what was not asked', () => {
    const other = declare('/api/other');
    const result = endpoints.runWith(
      { 'endpoints.results': answers([goals, [good()]], [other, [noAnswer('not-requested')]]) },
      SETTINGS,
    );
    expect(result).toMatchObject({ compared: 1, findings: [] });
    expect(result.unknown).toBe(
      '1 endpoint was not asked (GET /api/other): The time was over before its turn came: raise --timeout-ms.',
    );
    const lost = { ...answers([goals, [good()]]), results: [] };
    expect(endpoints.runWith({ 'endpoints.results': lost }, SETTINGS)).toMatchObject({
      compared: 0,
      unknown: expect.any(String),
    });
  });

  it('tells an endpoint that was asked from one whose turn never came', () => {
    const of = (...tries: EndpointTry[]) => wasAsked({ id: 'GET /x', tries, cold: false, notSent: null });
    expect(of(noAnswer('not-requested'))).toBe(false);
    expect(of(noAnswer('timeout'))).toBe(true);
    expect(of(good())).toBe(true);
  });

  it('cannot run without its observation', () => {
    expect(() => endpoints.runWith({}, SETTINGS)).toThrow('endpoints.results');
  });
});

describe('a page under a status of success', () => {
  const titled = (title: string) =>
    run(
      [aTry({ contentType: 'text/html', bodyText: `<!doctype html><title>${title}</title>` })],
      false,
      declare('/page'),
    ).findings.map(({ rule }) => rule);

  it.each([
    ...[
      'Error',
      'Error 500',
      '500: Internal Server Error',
      '404: This page could not be found.',
      'Not Found',
    ],
    ...['502 Bad Gateway', 'Application error: a client-side exception', 'Service Unavailable', '500'],
  ])('that is called %s shows an error', (title) => expect(titled(title)).toEqual(['endpoint.contract']));

  it.each([
    ...[
      '500 Days of Summer',
      'Error rates of the last week',
      'Items that were not found',
      'Forbidden Planet',
    ],
    ...['Welcome', 'Errors', '404 goals reached'],
  ])('that is called %s does not', (title) => expect(titled(title)).toEqual([]));
});
