import { expect, test } from 'vitest';
import { NO_COVERAGE } from '../shared/coverage';
import type { Finding } from '../shared/finding';
import type { Report } from '../shared/report';
import type { Verdict } from '../shared/verdict';
import { createTurns } from './turns';
import { findingsChanged, saysNews, watchLine } from './watch-changes';

const finding = (key: string): Finding => ({
  key,
  rule: 'table.missing',
  severity: 'error',
  impact: 'read',
  subject: { kind: 'table', name: key },
  message: `${key} is missing.`,
  expected: key,
  observed: 'none',
  remedy: { kind: 'note', text: 'Create it.' },
  causedBy: [],
  affects: [],
});

const report = (verdict: Verdict, keys: string[], reason: string | null = null): Report => ({
  version: 1,
  runId: 'a',
  environment: 'test',
  startedAt: '2026-01-01T00:00:00Z',
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
  checks: [
    {
      id: 'tables',
      group: 'schema',
      title: 'Tables',
      verdict,
      compared: 1,
      durationMs: 1,
      reason,
      needs: [],
      findings: keys.map(finding),
    },
  ],
  causes: [],
  evidence: {},
  notes: [],
  waivers: [],
  repair: null,
  rehearsal: null,
  fingerprints: { schema: null, database: null, client: null, manifest: null, commit: null },
});
const at = new Date(2026, 10, 24, 12, 3, 4);

test('a line names what changed, when, the verdict, and what is new and resolved', () => {
  const before = report('fail', ['a', 'b']);
  expect(watchLine(['schema.prisma'], at, before, report('fail', ['b', 'c']))).toBe(
    'schema.prisma changed 12:03:04 → fail, 2 findings (1 new, 1 resolved)',
  );
  expect(watchLine(['schema.prisma', 'migrations'], at, before, report('pass', []))).toBe(
    'schema.prisma and migrations changed 12:03:04 → pass, no finding (2 resolved)',
  );
  expect(watchLine([], at, report('pass', []), report('fail', ['a']))).toBe(
    'looked again 12:03:04 → fail, 1 finding (1 new)',
  );
  expect(watchLine(['client'], at, before, report('fail', ['a', 'b']))).toBe(
    'client changed 12:03:04 → fail, 2 findings',
  );
  expect(findingsChanged(null, before)).toEqual({ added: 2, resolved: 0 });
});

test('the same findings are no news; another verdict, finding or reason is', () => {
  const before = report('unknown', [], 'The database did not answer.');
  expect(saysNews(null, before)).toBe(true);
  expect(saysNews(before, report('unknown', [], 'The database did not answer.'))).toBe(false);
  expect(saysNews(before, report('unknown', [], 'No connection is free.'))).toBe(true);
  expect(saysNews(before, report('pass', []))).toBe(true);
  expect(saysNews(report('fail', ['a']), report('fail', ['b']))).toBe(true);
});

test('who asks during a turn gets the next one, once; the end comes before all that was asked for', async () => {
  const abort = new AbortController();
  const turns = createTurns(abort.signal);
  turns.ask(['schema.prisma']);
  turns.ask(['migrations', 'schema.prisma']);
  expect(await turns.next(0)).toEqual(['schema.prisma', 'migrations']);
  const waiting = turns.next(0);
  turns.ask(['client']);
  expect(await waiting).toEqual(['client']);
  expect(await turns.next(1)).toEqual([]);
  const last = turns.next(0);
  abort.abort();
  expect(await last).toBeNull();
  turns.ask(['client']);
  expect(await turns.next(0)).toBeNull();
});
