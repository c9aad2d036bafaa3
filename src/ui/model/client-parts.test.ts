import { describe, expect, test } from 'vitest';
import { FIXTURE_NOW } from '../fixtures';
import { clientMissing } from '../fixtures/client-findings';
import { type ClientState, clientRecord } from '../fixtures/client-states';
import { processRows } from './client-processes';
import { versionRows } from './client-versions';
import { delegateRows, roughly } from './delegates';

const record = (state: ClientState) => clientRecord(state, FIXTURE_NOW);

describe('processes', () => {
  const states = (state: ClientState) => {
    const { report, details } = record(state);
    return processRows(report, details.client)?.map((row) => row.state) ?? null;
  };

  test('are fresh or stale each for itself', () => {
    expect(states('fresh')).toEqual(['fresh']);
    expect(states('several processes')).toEqual(['fresh', 'stale', 'stale']);
    expect(states('nothing set')).toBeNull();
  });

  test('are neither where no check held them against the disk', () => {
    const { report, details } = record('several processes');
    const checks = report.checks.map((check) =>
      check.id === 'processes' ? { ...check, compared: 0, findings: [], verdict: 'unknown' as const } : check,
    );
    const rows = processRows({ ...report, checks }, details.client);
    expect(rows?.map((row) => row.state)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

describe('versions', () => {
  test('are held against the installed @prisma/client', () => {
    const { client } = record('two clients').details;
    const installed = { cli: '7.9.0', client: '7.10.0', adapter: null };
    const disk = (client.disk ?? []).map((one) => ({ ...one, installed }));
    const marked = versionRows({ ...client, disk });
    expect(marked.map(({ what, state }) => `${what}: ${state}`)).toEqual([
      '@prisma/client: reference',
      'prisma: differs',
      '@prisma/adapter-pg: absent',
      'web/generated: same',
      'worker/generated: differs',
      'running process: same',
    ]);
  });

  test('of clients with other packages beside them are held against their own', () => {
    const { client } = record('two clients').details;
    const [web, worker] = client.disk ?? [];
    if (web === undefined || worker === undefined) throw new Error('The fixture has no two clients.');
    const installed = { cli: '6.17.1', client: '6.17.1', adapter: null };
    const rows = versionRows({ ...client, disk: [web, { ...worker, installed }] });
    expect(rows.filter(({ state }) => state === 'differs')).toEqual([]);
    expect(rows.filter(({ state }) => state === 'reference').map(({ version }) => version)).toEqual([
      '7.10.0',
      '6.17.1',
    ]);
  });

  test('agree with nothing where none was read', () => {
    const rows = versionRows(record('nothing set').details.client);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['unread']));
  });
});

describe('delegates', () => {
  const rowsOf = (state: ClientState) => {
    const { report, details } = record(state);
    return delegateRows(details.client.delegates ?? [], report, details.endpoints);
  };

  test('that fail come first, with the routes that use their model', () => {
    const [first] = rowsOf('two clients');
    expect(first).toMatchObject({ verdict: 'fail', result: { client: 'worker/generated' } });
    expect(first?.routes).toContain('GET /api/analytics/struggle-indicators');
    expect(first?.found?.finding.rule).toBe('client.delegate-failing');
  });

  test('that were cut off prove nothing', () => {
    const { report, details } = record('fresh');
    const [result] = details.client.delegates ?? [];
    if (result === undefined) throw new Error('The fixture has no delegates.');
    const late = { ...result, ok: false, count: null, errorCode: 'timeout' };
    expect(delegateRows([late], report, null)[0]?.verdict).toBe('unknown');
  });

  test('of a client that cannot be imported fail with it, and not those of the one beside it', () => {
    const { report, details } = record('two clients');
    const [model] = details.client.delegates ?? [];
    if (model === undefined) throw new Error('The fixture has no delegates.');
    const finding = {
      ...clientMissing(),
      key: 'client.delegate-failing:worker/generated:import',
      rule: 'client.delegate-failing' as const,
    };
    const checks = report.checks.map((check) => ({
      ...check,
      findings: check.id === 'delegates' ? [finding] : [],
    }));
    const failed = { ...model, ok: false, count: null };
    const rows = delegateRows(
      [
        { ...failed, client: 'worker/generated', errorCode: 'import-failed' },
        { ...failed, client: 'web/generated', errorCode: 'timeout' },
      ],
      { ...report, checks },
      null,
    );
    expect(rows.map(({ verdict }) => verdict)).toEqual(['fail', 'unknown']);
  });

  test('have one key each, also where two clients have the same model', () => {
    const rows = rowsOf('two clients');
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

test('an estimate has as many digits as it deserves', () => {
  expect([0, 7, 950, 12_340, 1_243_000, 98_400_000, 2_100_000_000].map(roughly)).toEqual([
    '~0',
    '~7',
    '~950',
    '~12 k',
    '~1.2 M',
    '~98 M',
    '~2.1 G',
  ]);
});
