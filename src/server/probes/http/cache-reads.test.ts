import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testContext } from '../testing-context';
import { cacheReadsProbe, readColdAndWarm } from './cache-reads';
import { type Bench, openBench } from './testing-probe';
import { startTestServer, type TestServer } from './testing-server';

let app: TestServer;
let bench: Bench;
let seen: { method: string; url: string; fresh: boolean; authorization: string | undefined }[];

/** What each path says of its cache, by whether the request asks past it and how often it came. */
const SAYS: Record<string, (fresh: boolean, times: number) => string | null> = {
  '/good': (fresh) => (fresh ? 'bypass' : 'hit'),
  '/cdn': (fresh) => (fresh ? 'Miss from cdn' : 'Hit from cdn'),
  '/never': (fresh) => (fresh ? 'bypass' : 'miss'),
  '/stubborn': () => 'HIT',
  '/unused': () => 'BYPASS',
  '/plain': () => null,
  '/fickle': (_fresh, times) => (times < 3 ? 'miss' : null),
};

beforeAll(async () => {
  app = await startTestServer((request: IncomingMessage, response: ServerResponse) => {
    const { url = '', method = '', headers } = request;
    const fresh = headers['cache-control'] === 'no-cache';
    seen.push({ method, url, fresh, authorization: headers.authorization });
    const times = seen.filter((one) => one.url === url).length;
    const failing = url === '/failing' && times > 2;
    const said = (SAYS[url.replace(/\d*$/, '')] ?? SAYS['/good'])?.(fresh, times) ?? null;
    response.writeHead(failing ? 500 : 200, said === null ? {} : { 'x-cache': said });
    response.end('{}');
  });
  bench = await openBench(() => app.baseUrl);
});
beforeEach(() => {
  seen = [];
});
afterAll(() => Promise.all([app.close(), bench.remove()]));

const PASSWORD = 'a-word-for-tests';

async function read(endpoints: object[], totalMs = 60_000) {
  const auth = { door: { kind: 'bearer', env: 'DOOR' } };
  const given = await bench.ask({ auth, defaultAuth: 'door', endpoints }, { env: { DOOR: PASSWORD } });
  const before = seen.length;
  const context = testContext({ baseUrl: app.baseUrl }, { 'endpoints.results': given });
  const observation = await readColdAndWarm(context, totalMs);
  if (!observation.ok) throw new Error(observation.reason);
  return { ...observation.value, again: seen.slice(before), evidence: JSON.stringify(observation.evidence) };
}
const one = async (path: string) => (await read([{ path }])).reads[0];

describe('cold and warm reads', () => {
  it('are asked by turns, past the cache and through it, as the one who was asked before', async () => {
    const { reads, asked, again, evidence } = await read([{ path: '/good' }, { path: '/plain' }]);
    expect(asked).toBe(2);
    expect(reads.map(({ endpoint }) => endpoint)).toEqual(['GET /good']);
    expect(reads[0]).toMatchObject({ unmeasured: null, hitMs: { length: 6 }, missMs: { length: 5 } });
    expect(again.map(({ fresh }) => fresh).slice(0, 5)).toEqual([false, false, true, false, true]);
    expect(new Set(again.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${PASSWORD}`]));
    expect(evidence).not.toContain(PASSWORD);
  });

  it('understand what a CDN writes', async () => {
    expect(await one('/cdn')).toMatchObject({
      unmeasured: null,
      hitMs: { length: 6 },
      missMs: { length: 5 },
    });
  });

  it('tell a cache that never has anything from one that is not used, one that heeds nothing and one that fails', async () => {
    expect(await one('/never')).toMatchObject({ unmeasured: null, hitMs: [], missMs: { length: 11 } });
    expect((await one('/stubborn'))?.unmeasured).toContain('even to `cache-control: no-cache`');
    expect((await one('/unused'))?.unmeasured).toContain('its cache is not used');
    expect((await one('/fickle'))?.unmeasured).toContain('stopped saying `x-cache`');
    expect((await one('/failing'))?.unmeasured).toBe('It answered 500 when it was asked again.');
  });

  it('are never sent where a request may change something', async () => {
    const { reads, again } = await read([
      { path: '/good1', method: 'POST', sideEffects: 'adds a row', safeOn: ['local'] },
      { path: '/good2', sideEffects: 'counts a view', safeOn: ['local'] },
      { path: '/good3', method: 'HEAD' },
    ]);
    expect([reads, again]).toEqual([[], []]);
  });

  it('are a few: the rest is named and not asked', async () => {
    const { reads, again } = await read(Array.from({ length: 12 }, (_, n) => ({ path: `/good${n}` })));
    expect(reads).toHaveLength(12);
    const left = reads.filter(({ unmeasured }) => unmeasured !== null);
    expect(left).toHaveLength(4);
    expect(again).toHaveLength(8 * 11);
    const late = await read([{ path: '/good' }], 0);
    expect(late.again).toEqual([]);
    expect(late.reads[0]?.unmeasured).toContain('The time for asking again was over');
  });

  it('are not measured where the endpoints are not', async () => {
    const unset = await cacheReadsProbe.read(testContext({}, {}));
    expect(unset).toMatchObject({ ok: false, reason: 'No endpoints.results in this test.' });
  });
});
