import { describe, expect, test } from 'vitest';
import { NO_COVERAGE } from '../../shared/coverage';
import type { Finding } from '../../shared/finding';
import type { CheckReport, Report } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';
import type { RunOutcome } from '../engine/run';
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

function finding(key: string): Finding {
  return {
    key,
    rule: 'table.missing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'table', name: key },
    message: `${key} is missing.`,
    expected: key,
    observed: 'no table',
    remedy: { kind: 'note', text: 'Create it.' },
    causedBy: [],
    affects: [],
  };
}

function report(startedAt: string, verdict: Verdict, keys: string[]): Report {
  const check: CheckReport = {
    id: 'tables',
    group: 'schema',
    title: 'Tables',
    verdict,
    compared: verdict === 'unknown' ? 0 : 3,
    durationMs: 1,
    reason: verdict === 'unknown' ? 'The database did not answer.' : null,
    findings: keys.map(finding),
    needs: [],
  };
  return {
    version: 1,
    runId: `run-${startedAt}`,
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
    },
    checks: [check],
    causes: [],
    evidence: {},
    notes: [],
    repair: null,
    rehearsal: null,
    fingerprints: { schema: null, database: null, client: null, commit: null },
  };
}

const run = (...of: Parameters<typeof report>): RunOutcome => ({
  report: report(...of),
  endpoints: null,
  details,
  objects,
});

/** What every store must do. Call it once for each implementation. */
export function storeContract(name: string, open: () => Promise<Store>): void {
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
    });

    test('runs are numbered in order and given back by number', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00Z', 'pass', []));
      await store.add(run('2026-01-01T00:01:00Z', 'fail', ['a']));
      expect((await store.latest())?.number).toBe(2);
      expect((await store.get(1))?.report.verdict).toBe('pass');
      expect((await store.summaries(50)).map((run) => run.number)).toEqual([1, 2]);
      expect((await store.summaries(1)).map((run) => run.number)).toEqual([2]);
      expect(await store.lastGreen()).toEqual({ number: 1, startedAt: '2026-01-01T00:00:00Z' });
    });

    test('the objects of the newest runs are kept, and of older ones it is known that they are gone', async () => {
      const store = await open();
      for (const minute of ['00', '01', '02', '03']) {
        await store.add(run(`2026-01-01T00:${minute}:00Z`, 'pass', []));
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
      await store.add(run('2026-01-01T00:00:00Z', 'fail', ['a']));
      await store.add(run('2026-01-01T00:01:00Z', 'fail', ['a', 'b']));
      expect(await since(store, 'a')).toBe('2026-01-01T00:00:00Z');
      expect(await since(store, 'b')).toBe('2026-01-01T00:01:00Z');
      await store.add(run('2026-01-01T00:02:00Z', 'pass', []));
      await store.add(run('2026-01-01T00:03:00Z', 'fail', ['a']));
      expect(await since(store, 'a')).toBe('2026-01-01T00:03:00Z');
    });

    test('a run that could not look does not break a since', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00Z', 'fail', ['a']));
      await store.add(run('2026-01-01T00:01:00Z', 'unknown', []));
      await store.add(run('2026-01-01T00:02:00Z', 'fail', ['a']));
      expect(await since(store, 'a')).toBe('2026-01-01T00:00:00Z');
    });

    test('the verdict has a since of its own', async () => {
      const store = await open();
      await store.add(run('2026-01-01T00:00:00Z', 'pass', []));
      await store.add(run('2026-01-01T00:01:00Z', 'fail', ['a']));
      await store.add(run('2026-01-01T00:02:00Z', 'fail', ['b']));
      expect(await store.verdictSince()).toBe('2026-01-01T00:01:00Z');
    });
  });
}
