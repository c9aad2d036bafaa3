import { expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import { type Facts, factsAfter, happeningsBetween } from './facts';
import { inWords } from './happening-words';
import { settingPrints } from './setting-prints';

const START = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T18:00:00.000Z';
const FACTS: Facts = {
  migrations: { '1_init': '2026-01-01T00:00:00.000Z' },
  clients: { client: '2026-01-01T00:00:00.000Z' },
  processes: [{ pid: 7, instance: 'web', startedAt: START, loadedAt: START }],
  settings: { env: 'a', timeoutMs: 'b' },
  schema: 's1',
  database: 'd1',
  client: 'c1',
  commit: 'abcdef0123456',
};
const NOTHING: Facts = {
  migrations: null,
  clients: null,
  processes: null,
  settings: null,
  schema: null,
  database: null,
  client: null,
  commit: null,
};
const RUN = { number: 5, startedAt: '2026-01-02T00:00:00.000Z' };
const between = (before: Facts | null, run: Partial<Facts>) =>
  happeningsBetween(before, { ...FACTS, ...run }, RUN);
const texts = (run: Partial<Facts>) => between(FACTS, run).map((one) => inWords(one).text);

test('nothing happened where nothing is other, at the first run, and where nobody looked', () => {
  expect(between(FACTS, {})).toEqual([]);
  expect(between(null, {})).toEqual([]);
  expect(happeningsBetween(FACTS, NOTHING, RUN)).toEqual([]);
  expect(between(NOTHING, {})).toEqual([]);
});

test('a run that could not look hides nothing: it is told by the next one that could', () => {
  const blind = factsAfter(FACTS, NOTHING);
  expect(blind).toEqual(FACTS);
  expect(happeningsBetween(blind, { ...FACTS, database: 'd2' }, RUN)).toHaveLength(1);
});

test('a migration is told by name with its own time, and one that is gone with the run’s', () => {
  const at = '2026-01-01T12:00:00.000Z';
  expect(between(FACTS, { migrations: { ...FACTS.migrations, '2_more': at } })).toEqual([
    { kind: 'migration.applied', detail: { name: '2_more' }, at, number: 5 },
  ]);
  expect(texts({ migrations: {} })).toEqual(['The migration 1_init is not applied any more']);
});

test('a client generated anew is told once, with what it came to', () => {
  const clients = { client: '2026-01-01T09:00:00.000Z' };
  expect(texts({ clients })).toEqual(['The client client was generated, with the same content']);
  expect(texts({ clients, client: 'c2' })).toEqual(['The client client was generated, with other content']);
  // Its files keep their times: only the content tells.
  expect(texts({ client: 'c2' })).toEqual(['The client on disk has other content']);
});

test('the same pid with another start is another process; one that is not reached has not ended', () => {
  const process = { pid: 7, instance: 'web', startedAt: LATER, loadedAt: LATER };
  expect(between(FACTS, { processes: [process] })).toMatchObject([{ kind: 'process.started', at: LATER }]);
  expect(between(FACTS, { processes: [] })).toEqual([]);
  const after = factsAfter(FACTS, { ...FACTS, processes: [] });
  expect(happeningsBetween(after, FACTS, RUN)).toEqual([]);
  const reloaded = { pid: 7, instance: 'web', startedAt: START, loadedAt: LATER };
  expect(texts({ processes: [reloaded] })).toEqual(['The process 7 of web took up another client']);
});

test('settings are named, and nothing of them is told', () => {
  expect(texts({ settings: { env: 'a', timeoutMs: 'c', skip: 'd' } })).toEqual([
    'The settings were changed: timeoutMs, skip',
  ]);
  const prints = (databaseUrl: string, more = {}) =>
    settingPrints(Settings.parse({ databaseUrl, ...more })).databaseUrl;
  const plain = prints('postgresql://app:one@db:5432/shop');
  expect(plain).toMatch(/^[0-9a-f]{8}$/);
  expect(prints('postgresql://app:two@db:5432/shop')).toBe(plain);
  expect(prints('postgresql://app:one@other:5432/shop')).not.toBe(plain);
  expect(prints('postgresql://app@db/shop', { embedded: true })).toBeUndefined();
});

test('a deploy is told by its commits', () => {
  expect(texts({ commit: '123456789abcdef' })).toEqual(['The commit went from abcdef012 to 123456789']);
});
