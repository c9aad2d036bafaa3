import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Settings } from '../../shared/config';
import type { RunRecord } from '../../shared/details';
import { GiveWaiverRequest } from '../../shared/waivers';
import { chainReader } from '../audit/chain';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { runVerdict } from '../engine/verdicts';
import { type KnownWaivers, waive } from '../engine/waive';
import { findProjectRoot } from '../project-root';
import { trialRun } from '../store/contract';
import { readAudit } from '../store/postgres/audit';
import type { StoreClient } from '../store/postgres/client';
import { createBus } from './bus';
import { dashboardStore } from './store';
import { waiversOfPeople } from './waivers';
import { waiversOfRuns } from './waivers-of-runs';

const KEY = 'table.missing:public.orders';
const OTHER = 'table.missing:public.carts';
const faults: unknown[] = [];
let clock = '2026-03-01T12:00:00.000Z';
let database: TestDatabase;
let shop: Awaited<ReturnType<typeof dashboardOf>>;
beforeAll(async () => {
  database = await createTestDatabase('waivers');
});
beforeEach(async () => {
  await shop?.close();
  clock = '2026-03-01T12:00:00.000Z';
  shop = await dashboardOf(randomUUID());
});
afterAll(async () => {
  await shop?.close();
  await database.drop();
  expect(faults).toEqual([]);
});

/** The parts of a dashboard that waivers go through, with a clock that the test sets. */
async function dashboardOf(env: string, given: Partial<Settings> = {}) {
  const onFault = (error: unknown) => void faults.push(error);
  const bus = createBus(onFault);
  const settings = Settings.parse({ env, storeUrl: database.url, ...given });
  const kept = dashboardStore({ settings, projectRoot: findProjectRoot(), bus, onFault });
  await kept.opened(20_000);
  const context = { settings, kept, verify: () => void asked.push(clock), onFault, now: () => clock };
  const asked: string[] = [];
  const runs = waiversOfRuns(context);
  return {
    asked,
    runs,
    people: waiversOfPeople(context),
    client(): StoreClient {
      const client = kept.client();
      if (client === null) throw new Error('The store is reached.');
      return client;
    },
    /** A run that finds these, with what is waived then. */
    async verify(keys: string[], text?: string): Promise<RunRecord> {
      const known: KnownWaivers = await runs.known();
      const outcome = trialRun(clock, 'fail', keys, text);
      const { report } = outcome;
      const outcomes = report.checks.map((check) => ({
        how: 'ran' as const,
        report: check,
        accepted: { verdict: 'warn' as const, reason: null },
      }));
      const { checks, waivers, count } = waive(report, outcomes, known.given, clock);
      const summary = { ...report.summary, waived: count };
      const concluded = { ...report, checks, waivers, summary, verdict: runVerdict(checks) };
      await runs.settle(concluded);
      return kept.store.add({ ...outcome, report: { ...concluded, notes: [...known.notes] } });
    },
    async close() {
      runs.stop();
      await kept.close();
    },
  };
}

const request = (run: number, over: Record<string, unknown> = {}) =>
  GiveWaiverRequest.parse({
    requestId: randomUUID(),
    pattern: KEY,
    name: 'Ada Lovelace',
    reason: 'It is built on Sunday.',
    endsAt: '2026-03-15',
    run,
    ...over,
  });
const NOBODY = new Headers();

/** What the chain tells, after it was followed from its beginning. */
async function told() {
  const reader = chainReader();
  const events = await readAudit(shop.client(), 0, 1_000);
  expect(events.flatMap((event) => reader.follow(event) ?? [])).toEqual([]);
  return events.map(({ kind, person }) => `${kind} ${person ?? 'by itself'}`);
}

test('given by a person: amber and counted at the next run, in the chain, and red when a person ends it', async () => {
  const red = await shop.verify([KEY]);
  expect(red.report.verdict).toBe('fail');
  const before = (await told()).length;
  const waiver = await shop.people.give(request(red.number), NOBODY);
  expect(waiver).toMatchObject({ person: 'Ada Lovelace', proven: false, endsAt: '2026-03-15T23:59:59.999Z' });
  expect(shop.asked).toHaveLength(1);
  const amber = await shop.verify([KEY]);
  expect(amber.report).toMatchObject({ verdict: 'warn', summary: { waived: 1 }, notes: [] });
  expect(amber.report.waivers).toMatchObject([{ id: waiver.id, state: 'counts', keys: [KEY] }]);

  const ended = await shop.people.end(waiver.id, { name: 'Grace', why: 'It is built already.' }, NOBODY);
  expect(ended).toMatchObject({ endedAt: clock, endedBy: 'Grace' });
  // Before the next run: what was amber is shown red already.
  const shown = await shop.runs.asNow(amber);
  expect(shown.record.report).toMatchObject({ verdict: 'fail', summary: { waived: 0 } });
  expect(shown.since).toBe(clock);
  expect((await shop.verify([KEY])).report.verdict).toBe('fail');
  expect((await told()).slice(before)).toEqual(['waiver.given Ada Lovelace', 'waiver.ended Grace']);
  expect(await shop.people.list()).toMatchObject({ active: [], ended: [{ endedBy: 'Grace' }], away: null });
});

test('it ends by itself: shown at once, kept by the next run, told in the chain', async () => {
  const { number } = await shop.verify([KEY]);
  const before = (await told()).length;
  const { id } = await shop.people.give(request(number), NOBODY);
  const amber = await shop.verify([KEY]);
  expect((await shop.runs.asNow(amber)).record).toBe(amber);
  clock = '2026-03-16T00:00:00.000Z';
  expect(await shop.runs.asNow(amber)).toMatchObject({
    record: { report: { verdict: 'fail' } },
    since: '2026-03-15T23:59:59.999Z',
  });
  // Listed as ended even before a run has kept that.
  const unmarked = await shop.people.list();
  expect([unmarked.active, unmarked.ended.map((one) => one.endedWhy)]).toEqual([
    [],
    ['Its end date has passed.'],
  ]);
  expect((await shop.verify([KEY])).report.verdict).toBe('fail');
  expect((await shop.people.list()).ended).toMatchObject([{ id, endedBy: null }]);
  expect((await told()).slice(before)).toEqual(['waiver.given Ada Lovelace', 'waiver.ended by itself']);
});

test('a change of what it waives ends it for good', async () => {
  const { number } = await shop.verify([KEY]);
  await shop.people.give(request(number), NOBODY);
  expect((await shop.verify([KEY], 'Another table stands there.')).report.verdict).toBe('fail');
  expect((await shop.people.list()).ended).toMatchObject([
    { endedBy: null, endedWhy: expect.stringContaining('has changed') },
  ]);
  // As it was when it was given: nobody has accepted it any more.
  expect((await shop.verify([KEY])).report.verdict).toBe('fail');
});

test('the same request is one waiver, also at once; with something else in it, it is refused', async () => {
  const { number } = await shop.verify([KEY, OTHER]);
  const wanted = request(number);
  const given = await Promise.all([1, 2, 3].map(() => shop.people.give(wanted, NOBODY)));
  expect(new Set(given.map(({ id }) => id)).size).toBe(1);
  expect(shop.asked).toHaveLength(1);
  await expect(shop.people.give({ ...wanted, pattern: OTHER }, NOBODY)).rejects.toThrow('something else');
  const why = 'It is built already.';
  const [{ id } = { id: '' }] = given;
  const twice = await Promise.all([1, 2].map(() => shop.people.end(id, { name: 'Ada', why }, NOBODY)));
  expect(twice[0]).toEqual(twice[1]);
  await expect(shop.people.end(id, { name: 'Grace', why }, NOBODY)).rejects.toThrow('ended already, by Ada');
  await expect(shop.people.end('999999', { name: 'Grace', why }, NOBODY)).rejects.toThrow('No such waiver');
});

test('refused with a sentence', async () => {
  const { number } = await shop.verify([KEY]);
  const give = (over: Record<string, unknown>) => shop.people.give(request(number, over), NOBODY);
  await expect(give({ name: ' ' })).rejects.toThrow('must name a person');
  await expect(give({ endsAt: '2026-02-28' })).rejects.toThrow('passed already');
  await expect(give({ endsAt: '2026-06-15' })).rejects.toThrow('90 days at most');
  await expect(give({ pattern: OTHER })).rejects.toThrow('nothing to waive');
  await expect(give({ run: 999 })).rejects.toThrow('Run 999 is not kept');
  await give({});
  await expect(give({ pattern: 'table.missing:public.*' })).rejects.toThrow('end that waiver first');
  for (const pattern of ['*', 'table.*', 'table.missing', 'table.missing:'])
    expect(GiveWaiverRequest.safeParse({ ...request(number), pattern }).success).toBe(false);
  expect(GiveWaiverRequest.safeParse({ ...request(number), reason: 'because' }).success).toBe(false);
  // What was seen is not what stands there now.
  await shop.verify([OTHER], 'It says this.');
  const seen = await shop.verify([OTHER], 'It says that.');
  await expect(give({ pattern: OTHER, run: seen.number - 1 })).rejects.toThrow('newest run first');
});

test('where a proxy tells names, only that counts', async () => {
  const told = await dashboardOf(randomUUID(), { personHeader: 'x-person' });
  const { number } = await told.verify([KEY]);
  await expect(told.people.give(request(number), NOBODY)).rejects.toThrow('Nobody is signed in');
  const given = await told.people.give(request(number), new Headers({ 'x-person': 'Grace' }));
  expect(given).toMatchObject({ person: 'Grace', proven: true });
  await told.close();
});

test('a row that somebody edits by hand counts for nothing, and the run says so', async () => {
  const { number } = await shop.verify([KEY]);
  const { id } = await shop.people.give(request(number), NOBODY);
  const amber = await shop.verify([KEY]);
  await shop.client()
    .$executeRaw`UPDATE waivers SET ends_at = ends_at + interval '1 year' WHERE id = ${BigInt(id)}`;
  expect((await shop.runs.asNow(amber)).record.report.verdict).toBe('fail');
  const red = await shop.verify([KEY]);
  expect(red.report).toMatchObject({
    verdict: 'fail',
    notes: [expect.stringContaining('counts for nothing')],
  });
  await shop.client()
    .$executeRaw`UPDATE waivers SET ends_at = ends_at - interval '1 year' WHERE id = ${BigInt(id)}`;
  expect((await shop.verify([KEY])).report.verdict).toBe('warn');

  await shop.people.end(id, { name: 'Ada', why: 'It is built already.' }, NOBODY);
  await shop.client().$executeRaw`UPDATE waivers SET ended_at = NULL WHERE id = ${BigInt(id)}`;
  expect((await shop.verify([KEY])).report).toMatchObject({
    verdict: 'fail',
    notes: [expect.stringContaining('it was ended')],
  });
});

test('waivers of another environment do not count, and all instances of one know the same', async () => {
  const { number } = await shop.verify([KEY]);
  const env = (await shop.people.give(request(number), NOBODY)) && (await shop.verify([KEY])).report;
  expect(env.verdict).toBe('warn');
  const other = await dashboardOf(randomUUID());
  expect((await other.verify([KEY])).report.verdict).toBe('fail');
  await other.close();
});

test('a store that is away: everything counts in full, and nobody can waive', async () => {
  const { number } = await shop.verify([KEY]);
  await shop.people.give(request(number), NOBODY);
  const amber = await shop.verify([KEY]);
  expect(amber.report.verdict).toBe('warn');
  await shop.close();
  expect(await shop.runs.known()).toMatchObject({ given: [], notes: [expect.stringMatching(/^No waiver/)] });
  const shown = await shop.runs.asNow(amber);
  expect(shown.record.report.verdict).toBe('fail');
  expect(shown.record.report.waivers[0]?.why).toContain('Nobody knows');
  expect(await shop.people.list()).toMatchObject({
    active: [],
    away: expect.stringContaining('not reached'),
  });
  await expect(shop.people.give(request(number), NOBODY)).rejects.toThrow('not reached');
  const without = await dashboardOf(randomUUID(), { storeUrl: null });
  await expect(without.people.give(request(1), NOBODY)).rejects.toThrow('no STORE_URL is set');
  expect(await without.runs.known()).toEqual({ given: [], notes: [] });
});
