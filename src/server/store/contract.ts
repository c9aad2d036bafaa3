import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_COVERAGE } from '../../shared/coverage';
import type { EndpointRow } from '../../shared/details';
import type { Finding } from '../../shared/finding';
import type { CheckReport, Report } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';
import type { RunOutcome } from '../engine/run';
import { createMemoryStore } from './memory';
import type { Store } from './types';

const details: RunOutcome['details'] = {
  counts: { tables: null, enums: null, others: null, indexes: null, queries: null, coverage: null },
  unread: { schema: null, migrations: null, database: null },
  replayedOn: null,
  migrations: null,
  engineDiagnosis: null,
  client: {
    schema: null,
    disk: null,
    installed: null,
    database: null,
    processes: null,
    asked: null,
    delegates: null,
  },
  endpoints: null,
  server: null,
  coverage: null,
  usage: { value: null, reason: null },
  foreignKeys: { value: null, reason: null },
  querySources: { value: null, reason: null },
  cache: { server: { value: null, reason: null }, reads: { value: null, reason: null } },
};
const objects: RunOutcome['objects'] = {
  rows: { tables: [], enums: null, others: null, indexes: null, queries: null, coverage: null },
  sides: { schema: null, migrations: null, database: null },
  indexes: [],
  queries: [],
  byStory: null,
};

function finding(key: string, text = `${key} is missing.`): Finding {
  return {
    key,
    rule: 'table.missing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'table', name: key },
    message: text,
    expected: key,
    observed: 'no table',
    remedy: { kind: 'note', text: 'Create it.' },
    causedBy: [],
    affects: [],
  };
}

function report(startedAt: string, verdict: Verdict, keys: string[], text?: string): Report {
  const check: CheckReport = {
    id: 'tables',
    group: 'schema',
    title: 'Tables',
    verdict,
    compared: verdict === 'unknown' ? 0 : 3,
    durationMs: 1,
    reason: verdict === 'unknown' ? 'The database did not answer.' : null,
    findings: keys.map((key) => finding(key, text)),
    needs: [],
  };
  return {
    version: 1,
    runId: randomUUID(),
    environment: 'test',
    startedAt,
    durationMs: 1,
    verdict,
    headline: '',
    summary: {
      tables: null,
      enums: null,
      models: null,
      endpoints: null,
      indexes: null,
      coverage: NO_COVERAGE,
      waived: 0,
    },
    checks: [check],
    causes: [],
    evidence: {},
    notes: [],
    waivers: [],
    repair: null,
    rehearsal: null,
    fingerprints: { schema: null, database: null, client: null, manifest: null, commit: null },
  };
}

/** A route as a run has it; unknown where it was not asked. */
export function trialRoute(id: string, verdict: Verdict, tries: EndpointRow['tries'] = []): EndpointRow {
  return {
    id,
    path: id.slice(id.indexOf(' ') + 1),
    story: null,
    models: [],
    budgetMs: 200,
    expectStatus: 200,
    hasContract: false,
    method: 'GET',
    assertions: 0,
    sideEffects: null,
    coldBudgetMs: null,
    retries: 0,
    request: { headers: {}, auth: null, body: null },
    verdict,
    reason: verdict === 'unknown' ? 'It was not asked.' : null,
    findingKeys: verdict === 'fail' ? [`endpoint:${id}`] : [],
    cold: false,
    tries,
  };
}

/** A run of one check with findings of these keys. */
export const trialRun = (...of: Parameters<typeof report>): RunOutcome => ({
  report: report(...of),
  endpoints: null,
  details,
  objects,
});

const run = trialRun;

/** What every store must do. Call it once for each implementation. */
export function storeContract(name: string, open: () => Promise<Store>, numRuns = 20): void {
  const since = async (store: Store, key: string) =>
    (await store.latest())?.report.checks[0]?.findings.find((entry) => entry.key === key)?.since;

  describe(`${name} as a store`, () => {
    test('an empty one has no run, no green and no since', async () => {
      const store = await open();
      expect(await store.latest()).toBeNull();
      expect(await store.lastGreen()).toBeNull();
      expect(await store.verdictSince()).toBeNull();
      expect(await store.summaries(50)).toEqual([]);
      expect(await store.get(1)).toBeNull();
      expect(store.note()).toMatch(/\.$/);
    });

    test('a run is given back whole', async () => {
      const store = await open();
      const { report: given } = run('2026-01-01T00:00:00.000Z', 'fail', ['a']);
      const { number } = await store.add({ report: given, details, objects });
      const found = await store.get(number);
      const [check] = given.checks;
      const since = '2026-01-01T00:00:00.000Z';
      const findings = check?.findings.map((each) => ({ ...each, since }));
      expect(found).toEqual({ number: 1, report: { ...given, checks: [{ ...check, findings }] }, details });
    });

    test('a run that is added twice is one run', async () => {
      const store = await open();
      const one = run('2026-01-01T00:00:00.000Z', 'pass', []);
      await store.add(one);
      await store.add(run('2026-01-01T00:01:00.000Z', 'pass', []));
      expect((await store.add(one)).number).toBe(1);
      expect((await store.latest())?.number).toBe(2);
    });

    test('runs asked for at once get numbers without gap or double', async () => {
      const store = await open();
      const minutes = ['00', '01', '02', '03', '04', '05'];
      const records = await Promise.all(
        minutes.map((minute) => store.add(run(`2026-01-01T00:${minute}:00.000Z`, 'pass', []))),
      );
      expect(records.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
      expect((await store.summaries(2, 5)).map(({ number }) => number)).toEqual([3, 4]);
    });

    test('runs are numbered in order and given back by number', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00.000Z', 'pass', []));
      await store.add(run('2026-01-01T00:01:00.000Z', 'fail', ['a']));
      expect((await store.latest())?.number).toBe(2);
      expect((await store.get(1))?.report.verdict).toBe('pass');
      expect((await store.summaries(50)).map((run) => run.number)).toEqual([1, 2]);
      expect((await store.summaries(1)).map((run) => run.number)).toEqual([2]);
      expect(await store.lastGreen()).toEqual({ number: 1, startedAt: '2026-01-01T00:00:00.000Z' });
    });

    test('each run in short says how far indexes covered what is asked of them', async () => {
      const store = await open();
      const plain = run('2026-01-01T00:00:00.000Z', 'pass', []);
      const coverage = { ...NO_COVERAGE, strategic: { have: 26, of: 27 } };
      await store.add(plain);
      const { summary, ...rest } = run('2026-01-01T00:01:00.000Z', 'pass', []).report;
      await store.add({ ...plain, report: { ...rest, summary: { ...summary, coverage } } });
      expect((await store.summaries(50)).map((each) => each.coverage)).toEqual([NO_COVERAGE, coverage]);
    });

    test('the objects of the newest runs are kept, and of older ones it is known that they are gone', async () => {
      const store = await open();
      for (const minute of ['00', '01', '02', '03']) {
        await store.add(run(`2026-01-01T00:${minute}:00.000Z`, 'pass', []));
      }
      expect(await store.objects(4)).toEqual(objects);
      expect(await store.objects(3)).toEqual(objects);
      expect(await store.objects(1)).toBe('gone');
      expect(await store.objects(5)).toBeNull();
      expect(await store.objects(0)).toBeNull();
      expect((await store.get(1))?.number).toBe(1);
    });

    test('a finding keeps its since while it is seen, and starts anew after it was gone', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00.000Z', 'fail', ['a']));
      await store.add(run('2026-01-01T00:01:00.000Z', 'fail', ['a', 'b']));
      expect(await since(store, 'a')).toBe('2026-01-01T00:00:00.000Z');
      expect(await since(store, 'b')).toBe('2026-01-01T00:01:00.000Z');
      await store.add(run('2026-01-01T00:02:00.000Z', 'pass', []));
      await store.add(run('2026-01-01T00:03:00.000Z', 'fail', ['a']));
      expect(await since(store, 'a')).toBe('2026-01-01T00:03:00.000Z');
    });

    test('a run that could not look does not break a since', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00.000Z', 'fail', ['a']));
      await store.add(run('2026-01-01T00:01:00.000Z', 'unknown', []));
      await store.add(run('2026-01-01T00:02:00.000Z', 'fail', ['a']));
      expect(await since(store, 'a')).toBe('2026-01-01T00:00:00.000Z');
    });

    test('the verdict has a since of its own', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00.000Z', 'pass', []));
      await store.add(run('2026-01-01T00:01:00.000Z', 'fail', ['a']));
      await store.add(run('2026-01-01T00:02:00.000Z', 'fail', ['b']));
      expect(await store.verdictSince()).toBe('2026-01-01T00:01:00.000Z');
    });

    test('an incident is told with its whole length at each of its runs, and where it goes on', async () => {
      const store = await open();
      const verdicts = ['pass', 'fail', 'unknown', 'fail', 'pass', 'fail'] as const;
      for (const [minute, verdict] of verdicts.entries()) {
        await store.add(run(`2026-01-01T00:0${minute}:00.000Z`, verdict, verdict === 'fail' ? ['a'] : []));
      }
      const first = {
        first: 2,
        last: 4,
        runs: 2,
        startedAt: '2026-01-01T00:01:00.000Z',
        ended: { number: 5, at: '2026-01-01T00:04:00.000Z' },
        causes: [{ key: 'a', title: 'a is missing.' }],
      };
      const second = { first: 6, last: 6, runs: 1, ended: null };
      expect(await store.incidents(1, 1)).toEqual([]);
      expect(await store.incidents(3, 3)).toMatchObject([first]);
      expect(await store.incidents(5, 6)).toMatchObject([first, second]);
      expect(await store.incidents(6, 6)).toMatchObject([second]);
    });

    test('a route keeps its standing while it comes to the same, also through runs that did not ask it', async () => {
      const store = await open();
      const verdicts = ['pass', 'fail', null, 'unknown', 'fail', 'pass'] as const;
      const standings = [];
      for (const [minute, verdict] of verdicts.entries()) {
        const outcome = run(`2026-01-01T00:0${minute}:00.000Z`, 'pass', []);
        const endpoints = verdict === null ? null : [trialRoute('GET /api/users', verdict)];
        const record = await store.add({ ...outcome, details: { ...outcome.details, endpoints } });
        expect(await store.get(record.number)).toEqual(record);
        standings.push(record.details.endpoints?.[0]?.standing ?? null);
      }
      const [at0, at1, at5] = [0, 1, 5].map((minute) => `2026-01-01T00:0${minute}:00.000Z`);
      const failing = { verdict: 'fail', since: at1, lastGreenNumber: 1, lastGreenAt: at0 };
      const passing = { verdict: 'pass', lastGreenNumber: null, lastGreenAt: null };
      expect(standings).toEqual([
        { ...passing, since: at0 },
        failing,
        null,
        failing,
        failing,
        { ...passing, since: at5 },
      ]);
    });

    test('what happened between runs is told on the page of the run that saw it first', async () => {
      const store = await open();
      const add = (minute: number, commit: string | null) => {
        const outcome = run(`2026-01-01T00:0${minute}:00.000Z`, 'pass', []);
        outcome.report.fingerprints.commit = commit;
        return store.add(outcome);
      };
      await add(0, 'one');
      // Nobody could read it here, so nothing is told before the next run that could.
      await add(1, null);
      await add(2, 'two');
      await add(3, 'two');
      const all = { from: 1, to: 4, after: null, until: null };
      const deploy = {
        kind: 'commit.changed',
        detail: { from: 'one', to: 'two' },
        at: '2026-01-01T00:02:00.000Z',
        number: 3,
      };
      expect(await store.happenings(all)).toEqual([deploy]);
      expect(await store.happenings({ ...all, to: 2 })).toEqual([]);
      expect(await store.happenings({ ...all, from: 4 })).toEqual([]);
    });

    test('whatever comes and goes, it says the same as the store in memory', async () => {
      const looks = fc.record({
        verdict: fc.constantFrom<Verdict>('pass', 'warn', 'fail', 'unknown', 'skipped'),
        keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
        text: fc.constantFrom(undefined, 'Another sentence.'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(looks, { minLength: 1, maxLength: 8 }), async (all) => {
          const [store, model] = [await open(), createMemoryStore('2026-01-01T00:00:00.000Z')];
          for (const [minute, { verdict, keys, text }] of all.entries()) {
            const outcome = run(`2026-01-01T00:0${minute}:00.000Z`, verdict, keys, text);
            expect(await store.add(outcome)).toEqual(await model.add(outcome));
          }
          expect(await store.latest()).toEqual(await model.latest());
          expect(await store.get(1)).toEqual(await model.get(1));
          expect(await store.summaries(5)).toEqual(await model.summaries(5));
          expect(await store.incidents(1, 8)).toEqual(await model.incidents(1, 8));
          expect(await store.lastGreen()).toEqual(await model.lastGreen());
          expect(await store.verdictSince()).toEqual(await model.verdictSince());
        }),
        { numRuns },
      );
    });
  });
}
