import { describe, expect, test } from 'vitest';
import type { RunRecord } from '@/shared/details';
import type { CheckReport } from '@/shared/report';
import { FIXTURE_NOW } from '../fixtures';
import { CLIENT_STATES, type ClientState, clientRecord } from '../fixtures/client-states';
import { type Joint, jointsOf } from './client-joints';

const record = (state: ClientState) => clientRecord(state, FIXTURE_NOW);
const lines = ({ report, details }: RunRecord) => jointsOf(report, details);
/** In the order schema–client, client–database, database–processes, client–processes. */
const verdicts = (run: RunRecord) => lines(run).map(({ verdict }) => verdict);

function line(run: RunRecord, id: Joint['id']): Joint {
  const found = lines(run).find((joint) => joint.id === id);
  if (found === undefined) throw new Error(`There is no line ${id}.`);
  return found;
}

function withCheck(run: RunRecord, id: string, change: Partial<CheckReport>): RunRecord {
  const checks = run.report.checks.map((check) => (check.id === id ? { ...check, ...change } : check));
  return { ...run, report: { ...run.report, checks } };
}

function withClient(run: RunRecord, client: Partial<RunRecord['details']['client']>): RunRecord {
  return { ...run, details: { ...run.details, client: { ...run.details.client, ...client } } };
}

const MEASURING: { check: string; lines: Joint['id'][] }[] = [
  { check: 'client-freshness', lines: ['schema-client'] },
  { check: 'client-database', lines: ['client-database', 'processes-database'] },
  { check: 'processes', lines: ['client-processes', 'processes-database'] },
];

describe('a line is whole', () => {
  test('where the check of just these two compared something and passed', () => {
    expect(verdicts(record('fresh'))).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  for (const { check, lines: ids } of MEASURING) {
    for (const [how, change] of [
      ['was skipped', { verdict: 'skipped', compared: 0, reason: 'Switched off by --skip client.' }],
      ['could not be made', { verdict: 'unknown', compared: 0, reason: 'Nobody answered.' }],
      ['compared nothing', { verdict: 'pass', compared: 0 }],
    ] satisfies [string, Partial<CheckReport>][]) {
      test(`never where ${check} ${how}, and says why`, () => {
        const run = withCheck(record('fresh'), check, change);
        for (const id of ids) {
          expect(line(run, id).verdict, id).not.toBe('pass');
          expect(line(run, id).reasons.join(), id).not.toBe('');
        }
        const others = lines(run).filter(({ id }) => !ids.includes(id));
        expect(others.map(({ verdict }) => verdict)).toEqual(others.map(() => 'pass'));
      });
    }

    test(`never where the run has no check ${check}`, () => {
      const run = record('fresh');
      const checks = run.report.checks.filter(({ id }) => id !== check);
      for (const id of ids) {
        expect(line({ ...run, report: { ...run.report, checks } }, id).verdict, id).toBe('unknown');
      }
    });
  }

  test('not where the counts beside it are unknown, and still where they are switched off', () => {
    const unknown = withCheck(record('fresh'), 'delegates', { verdict: 'unknown', reason: 'No answer.' });
    expect(line(unknown, 'client-database')).toMatchObject({ verdict: 'unknown', reasons: ['No answer.'] });
    const skipped = withCheck(record('fresh'), 'delegates', {
      verdict: 'skipped',
      compared: 0,
      reason: 'Off.',
    });
    expect(line(skipped, 'client-database')).toMatchObject({ verdict: 'pass', reasons: ['Off.'] });
  });

  test('not where the columns differ and no check says in what', () => {
    const { schema, processes } = record('fresh').details.client;
    if (schema === null || processes === null) throw new Error('The fixture has no such side.');
    const other = withClient(record('fresh'), { schema: { ...schema, fingerprint: 'sha256:other' } });
    expect(verdicts(other)).toEqual(['unknown', 'pass', 'pass', 'pass']);
    const loaded = processes.map((one) => ({ ...one, fingerprint: 'sha256:other' }));
    expect(verdicts(withClient(record('fresh'), { processes: loaded }))).toEqual([
      'pass',
      'pass',
      'unknown',
      'unknown',
    ]);
  });

  test('not where a side is not there', () => {
    for (const side of ['disk', 'database', 'processes'] as const) {
      expect(verdicts(withClient(record('fresh'), { [side]: null })), side).toContain('unknown');
    }
  });
});

describe('a broken line says', () => {
  test('what a stale client lacks, and how far it is behind', () => {
    expect(line(record('stale client'), 'schema-client')).toMatchObject({
      verdict: 'fail',
      words: 'lacks 2 models',
      names: ['StruggleIndicator', 'StrugglePrediction'],
      since: 'generated before 2 migrations were applied',
    });
  });

  test('which process holds an old client though the disk and the database agree', () => {
    const run = record('stale process');
    expect(verdicts(run)).toEqual(['pass', 'pass', 'fail', 'fail']);
    expect(line(run, 'client-processes').words).toBe('process 4711 lacks 2 models');
    expect(line(run, 'processes-database')).toMatchObject({
      words: '2 tables without a model',
      since: 'loaded before 2 migrations were applied',
    });
  });

  test('how many of several', () => {
    expect(line(record('several processes'), 'client-processes').words).toBe(
      '2 of 3 processes lack 2 models',
    );
    expect(line(record('two clients'), 'schema-client').words).toBe('worker/generated lacks 2 models');
    expect(line(record('two clients'), 'client-database').words).toBe('lacks 2 models, 2 counts fail');
    expect(line(record('no client'), 'schema-client').words).toBe('no client generated');
  });

  test('nothing of a client that the process does not hold', () => {
    expect(verdicts(record('two clients'))).toEqual(['fail', 'fail', 'pass', 'pass']);
    const unread = withCheck(record('two clients'), 'client-database', {
      reason: 'A third could not be read.',
    });
    expect(line(unread, 'processes-database').verdict).toBe('unknown');
  });

  test('nothing of tables that are not proven to be there', () => {
    const run = withCheck(record('stale process'), 'tables', { compared: 0, verdict: 'unknown' });
    const uncounted = withClient(run, { delegates: null });
    expect(line(uncounted, 'processes-database')).toMatchObject({ verdict: 'unknown', names: [] });
  });

  test('a warning only where nothing beside it is unknown', () => {
    const run = record('two clients');
    const [finding] = run.report.checks.find(({ id }) => id === 'client-freshness')?.findings ?? [];
    if (finding === undefined) throw new Error('The fixture has no finding.');
    const findings = [{ ...finding, severity: 'warning' as const }];
    const warned = withCheck(run, 'client-freshness', { verdict: 'warn', findings });
    expect(line(warned, 'schema-client').verdict).toBe('warn');
    const open = withCheck(run, 'client-freshness', {
      verdict: 'unknown',
      reason: 'One was unread.',
      findings,
    });
    expect(line(open, 'schema-client').verdict).toBe('unknown');
  });
});

test('each state has its own lines, and what is hatched gives its reason', () => {
  const seen = CLIENT_STATES.map((state) =>
    lines(record(state))
      .map(({ verdict, words }) => `${verdict} ${words}`)
      .join(),
  );
  expect(new Set(seen).size).toBe(CLIENT_STATES.length);
  for (const state of CLIENT_STATES) {
    for (const joint of lines(record(state))) {
      if (joint.verdict !== 'unknown' && joint.verdict !== 'skipped') continue;
      expect(joint.reasons, `${state}, ${joint.id}`).not.toEqual([]);
    }
  }
});
