import { describe, expect, test, vi } from 'vitest';
import { checks } from '../../checks/registry';
import {
  asObserved,
  column,
  databaseSchema,
  enumType,
  foreignKey,
  historyRow,
  index,
  migrationHistory,
  migrationsFolder,
  prismaSchemaOf,
  table,
  unique,
} from '../../checks/testing/builders';
import {
  anError,
  answers,
  aProcess,
  aTry,
  declare,
  noAnswer,
  onDisk,
} from '../../checks/testing/client-builders';
import type { Need, Observed } from '../../checks/types';
import { Settings } from '../../shared/config';
import { RunDetails } from '../../shared/details';
import { EndpointManifest } from '../../shared/endpoints';
import { RunEvent } from '../../shared/events';
import { Report } from '../../shared/report';
import { failed, notConfigured, observed } from '../probes/types';
import type { ProbeSet } from './observe';
import { runChecks } from './run';
import { givenProbe, probesWith } from './testing';
import { exitCode } from './verdicts';

const declared = databaseSchema(
  [
    table('users', { columns: [column('id'), column('email')], indexes: [unique('users', ['email'])] }),
    table('goals', {
      columns: [column('id'), column('userId'), column('status', { type: '"GoalStatus"' })],
      foreignKeys: [foreignKey('goals', 'userId', 'users')],
      indexes: [index('goals', ['userId'])],
    }),
  ],
  [enumType('GoalStatus', ['OPEN', 'DONE'])],
);
const strategic = index('goals', ['status', 'userId'], {
  name: 'idx_goals_user_status',
  origin: 'migration',
});
const HISTORY = table('_prisma_migrations');

/** The live database: as declared, with the strategic index and the table of the history. */
function live() {
  const copy = asObserved(declared);
  copy.tables.find(({ name }) => name === 'goals')?.indexes.push({ ...strategic, origin: null });
  copy.tables.push(asObserved(databaseSchema([HISTORY])).tables[0] ?? HISTORY);
  return copy;
}

function healthy(): Observed {
  const schema = prismaSchemaOf(declared);
  const endpoint = declare('/api/goals', { models: ['Goals'], story: '5.2' });
  return {
    'schema.prisma': schema,
    'schema.ddl': declared,
    'migrations.folder': migrationsFolder(['1_init', '2_indexes'], { indexes: [strategic] }),
    'migrations.history': migrationHistory([historyRow('1_init'), historyRow('2_indexes')]),
    'migrations.replay': {
      schema: live(),
      server: 'PostgreSQL 18.4',
      migrations: ['1_init', '2_indexes'],
      notes: [],
    },
    'migrations.engine': { upToDate: true, sentence: 'Database schema is up to date!' },
    'database.server': {
      version: '18.0',
      versionNumber: 180_000,
      database: 'app',
      user: 'reader',
      readOnly: true,
      snapshotAt: '2026-01-01T00:00:00Z',
      unreadable: [],
    },
    'database.catalogue': live(),
    'database.sequences': [],
    'client.disk': onDisk({
      schemaFingerprint: schema.fingerprint,
      models: schema.models,
      enums: schema.enums,
    }),
    'client.installed': [{ name: 'client', cli: '7.10.0', client: '7.10.0', adapter: null }],
    'client.delegates': {
      results: schema.models.map((model) => ({
        client: 'client',
        estimate: null,
        model: model.name,
        delegate: model.name,
        ok: true,
        count: 3,
        durationMs: 1,
        errorCode: null,
        message: null,
      })),
    },
    'client.processes': {
      url: 'http://app',
      processes: [aProcess({ schemaFingerprint: schema.fingerprint })],
      requests: 1,
    },
    'client.types': {
      command: 'tsc 7.0.2 -p tsconfig.json',
      files: 9,
      clientFiles: 2,
      errors: 0,
      byPrisma: 0,
      newErrors: null,
      groups: [],
      durationMs: 1,
    },
    'endpoints.results': answers([endpoint, [aTry({ json: {} })]]),
    'endpoints.declared': EndpointManifest.parse({ endpoints: [{ path: '/api/goals' }] }),
    'database.usage': {
      now: '2026-01-01T00:00:00Z',
      countedSince: '2025-01-01T00:00:00Z',
      serverStartedAt: '2025-01-01T00:00:00Z',
      isReplica: false,
      replicas: 0,
      tracksCounts: true,
      tables: [],
      indexes: [],
      columns: [],
      columnsUnreadable: null,
    },
    'database.index-builds': [],
    'indexes.declared': { file: 'driftboard.indexes.ts', indexes: [], queries: [] },
    'queries.plans': { queries: [], tables: [], sources: [] },
    'cache.server': {
      answers: true,
      url: 'redis://cache',
      version: '7.0.15',
      pingMs: 1,
      uptimeSeconds: 1,
      hits: 0,
      misses: 0,
      evictedKeys: 0,
      expiredKeys: 0,
      keys: 0,
      usedMemoryBytes: 0,
      maxMemoryBytes: 0,
      evictionPolicy: 'noeviction',
    },
    'cache.reads': { reads: [], asked: 0 },
    'endpoints.discovered': {
      root: '.',
      files: 1,
      routes: [
        {
          path: '/api/goals',
          router: 'app',
          methods: ['GET'],
          at: { file: 'app/api/goals/route.ts', line: 1 },
          models: [],
          enums: [],
          uncertain: [],
        },
      ],
      pages: [],
      rewrites: [],
      uncertain: [],
    },
  };
}

/** Runs every check of the registry on given values; an absent one failed, with its name as the reason. */
async function verify(values: Partial<Observed>, settings: Partial<Settings> = {}) {
  const give = <N extends Need>(need: N) => {
    const value = values[need];
    return givenProbe(need, value === undefined ? failed(`${need} failed.`) : observed(value));
  };
  const events: RunEvent[] = [];
  const closed = vi.fn();
  const { report, details, objects } = await runChecks({
    runId: 'r1',
    settings: Settings.parse(settings),
    checks,
    probes: probesWith({
      'schema.prisma': give('schema.prisma'),
      'schema.ddl': give('schema.ddl'),
      'migrations.folder': give('migrations.folder'),
      'migrations.history': give('migrations.history'),
      'migrations.replay': give('migrations.replay'),
      'migrations.engine': give('migrations.engine'),
      'database.server': give('database.server'),
      'database.catalogue': give('database.catalogue'),
      'database.sequences': give('database.sequences'),
      'database.usage': give('database.usage'),
      'client.disk': give('client.disk'),
      'client.installed': give('client.installed'),
      'client.delegates': give('client.delegates'),
      'client.processes': give('client.processes'),
      'client.types': give('client.types'),
      'endpoints.results': give('endpoints.results'),
      'endpoints.declared': give('endpoints.declared'),
      'endpoints.discovered': give('endpoints.discovered'),
      'indexes.declared': give('indexes.declared'),
      'queries.plans': give('queries.plans'),
      'cache.server': give('cache.server'),
      'cache.reads': give('cache.reads'),
    }),
    openDatabase: async () => ({
      query: async () => Promise.reject(new Error('not used')),
      cells: async () => Promise.reject(new Error('not used')),
      moment: () => '1:1:',
      renew: async () => undefined,
      close: closed,
    }),
    readCommit: async () => 'c0ffee',
    context: { projectRoot: '/p', dataDir: '/p/.data', signal: new AbortController().signal },
    onEvent: (event) => events.push(RunEvent.parse(event)),
  });
  return { report: Report.parse(report), details: RunDetails.parse(details), rows: objects.rows, events };
}

const verdictOf = (report: Report, id: string) => report.checks.find((check) => check.id === id)?.verdict;
const rules = (report: Report) =>
  report.checks.flatMap((check) => check.findings.map((finding) => finding.rule));

describe('a run', () => {
  test('of a healthy application passes, with figures that were measured', async () => {
    const { report, details, rows, events } = await verify(healthy());
    expect(rules(report)).toEqual([]);
    expect(report.verdict).toBe('pass');
    // What neither side has (no trigger, no view) is skipped, with the reason.
    expect(report.checks.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')).toEqual([]);
    expect(report.checks.filter(({ verdict, reason }) => verdict === 'skipped' && !reason)).toEqual([]);
    expect(report.summary).toEqual({
      tables: { expected: 3, observed: 3, missing: [], unexpected: [] },
      enums: { expected: 1, observed: 1, missing: [], unexpected: [] },
      models: { expected: 2, usable: 2, failing: [] },
      endpoints: { declared: 1, passing: 1, failing: [] },
      indexes: {
        expected: 2,
        observed: 2,
        missing: [],
        coverage: 1,
        strategic: { expected: 1, observed: 1 },
      },
      coverage: {
        declared: { have: 4, of: 4 },
        strategic: { have: 1, of: 1 },
        foreignKeys: { have: 1, of: 1 },
        queries: null,
      },
      waived: 0,
    });
    expect(report.fingerprints).toMatchObject({
      commit: 'c0ffee',
      database: expect.stringMatching(/^sha256:/),
    });
    expect(rows.tables?.map((row) => row.verdict)).toEqual(['pass', 'pass', 'pass']);
    expect(rows.tables?.find((row) => row.name === 'goals')).toMatchObject({
      model: 'Goals',
      endpoints: ['GET /api/goals'],
    });
    expect(rows.enums).toHaveLength(1);
    expect(rows.indexes?.map((row) => [row.name, row.verdict])).toEqual([
      ['users_email_key', 'pass'],
      ['goals_userId_idx', 'pass'],
      ['idx_goals_user_status', 'pass'],
    ]);
    expect(details.migrations?.map((row) => row.state)).toEqual(['applied', 'applied']);
    expect(details.client).toMatchObject({ database: { tables: 3, enums: 1 } });
    expect(details.client.schema?.modelNames).toHaveLength(2);
    expect(events.at(0)?.type).toBe('run.started');
    expect(events.at(-1)?.type).toBe('run.finished');
    expect(events.filter((event) => event.type === 'check.finished')).toHaveLength(checks.length);
  });

  test('in which everything failed to be read is unknown, with no figure at all', async () => {
    const { report, details, rows } = await verify({});
    expect(report.verdict).toBe('unknown');
    expect(new Set(report.checks.map((check) => check.verdict))).toEqual(new Set(['unknown']));
    expect(report.summary).toEqual({
      tables: null,
      enums: null,
      models: null,
      endpoints: null,
      indexes: null,
      coverage: { declared: null, strategic: null, foreignKeys: null, queries: null },
      waived: 0,
    });
    expect(rows).toEqual({
      tables: null,
      enums: null,
      others: null,
      indexes: null,
      queries: null,
      coverage: null,
    });
    expect(details).toMatchObject({
      counts: { tables: null, enums: null, others: null, indexes: null, queries: null, coverage: null },
      migrations: null,
      endpoints: null,
    });
    expect(details.unread).toMatchObject({
      schema: 'schema.ddl failed.',
      database: 'database.catalogue failed.',
    });
    expect(report.headline).not.toMatch(/agrees/);
  });

  test('without the catalogue keeps what needs none, and makes the rest unknown', async () => {
    const { 'database.catalogue': _gone, ...rest } = healthy();
    const { report, rows } = await verify(rest);
    expect(report.verdict).toBe('unknown');
    expect(verdictOf(report, 'tables')).toBe('unknown');
    expect(verdictOf(report, 'endpoints')).toBe('pass');
    expect(report.summary.tables).toBeNull();
    expect(report.summary.models).not.toBeNull();
    expect(rows.tables).toBeNull();
  });

  test('names what lacks in the figures as in the findings', async () => {
    const values = healthy();
    const catalogue = live();
    values['database.catalogue'] = {
      ...catalogue,
      tables: catalogue.tables.filter(({ name }) => name !== 'goals'),
      enums: [],
    };
    const { report, rows } = await verify(values);
    expect(report.verdict).toBe('fail');
    expect(report.summary.tables).toMatchObject({ expected: 3, observed: 2, missing: ['goals'] });
    expect(report.summary.enums).toMatchObject({ missing: ['GoalStatus'] });
    expect(rows.tables?.find((row) => row.name === 'goals')).toMatchObject({
      verdict: 'fail',
      present: { schema: true, database: false },
      columns: { schema: 3, database: null },
    });
    expect(rows.enums?.[0]).toMatchObject({
      verdict: 'fail',
      present: { schema: true, database: false },
      values: { schema: ['OPEN', 'DONE'], database: null },
    });
  });

  test('a missing strategic index lowers coverage and its own figure', async () => {
    const values = healthy();
    const catalogue = live();
    for (const each of catalogue.tables)
      each.indexes = each.indexes.filter(({ name }) => name !== strategic.name);
    values['database.catalogue'] = catalogue;
    const { report, rows } = await verify(values);
    expect(report.summary.indexes).toMatchObject({
      expected: 2,
      observed: 1,
      coverage: 0.5,
      strategic: { expected: 1, observed: 0 },
    });
    expect(rows.indexes?.find((row) => row.name === strategic.name)).toMatchObject({ verdict: 'fail' });
  });

  test('a failing route is linked to its cause and stands in the figures', async () => {
    const values = healthy();
    const endpoint = declare('/api/goals', { models: ['Goals'] });
    values['endpoints.results'] = answers([
      endpoint,
      [anError(500, 'P2021', 'The table `public.goals` does not exist in the current database.')],
    ]);
    const catalogue = live();
    values['database.catalogue'] = {
      ...catalogue,
      tables: catalogue.tables.filter(({ name }) => name !== 'goals'),
    };
    const { report, details } = await verify(values);
    expect(report.summary.endpoints).toEqual({ declared: 1, passing: 0, failing: ['GET /api/goals'] });
    expect(details.endpoints?.[0]).toMatchObject({ verdict: 'fail' });
    const cause = report.causes.find(({ endpoints }) => endpoints.includes('GET /api/goals'));
    expect(cause?.key).toContain('table.missing');
    const symptom = report.checks.find(({ id }) => id === 'endpoints')?.findings[0];
    expect(symptom?.causedBy).toEqual([cause?.key]);
  });

  test('tells each state of a migration', async () => {
    const values = healthy();
    const failedRow = { ...historyRow('3_failed'), finishedAt: null };
    const rolledBack = { ...historyRow('4_back'), finishedAt: null, rolledBackAt: '2026-01-02T00:00:00Z' };
    const edited = { ...historyRow('2_indexes'), checksum: 'another' };
    values['migrations.folder'] = migrationsFolder(['1_init', '2_indexes', '3_failed', '4_back', '5_new']);
    values['migrations.history'] = migrationHistory([
      historyRow('1_init'),
      edited,
      failedRow,
      rolledBack,
      historyRow('6_elsewhere'),
    ]);
    const { details } = await verify(values);
    expect(details.migrations?.map((row) => [row.name, row.state])).toEqual([
      ['1_init', 'applied'],
      ['2_indexes', 'edited'],
      ['3_failed', 'failed'],
      ['4_back', 'rolled-back'],
      ['5_new', 'pending'],
      ['6_elsewhere', 'unknown'],
    ]);
  });

  test('says which patterns were left out', async () => {
    const { report } = await verify(healthy(), { ignore: ['tmp_*'] });
    expect(report.notes.join()).toContain('tmp_*');
  });

  test('of a database and a schema alone passes, and the rest is skipped with the setting that would turn it on', async () => {
    const values = healthy();
    const skipped = notConfigured('No --client is set.');
    const report = await runChecks({
      runId: 'r2',
      settings: Settings.parse({}),
      checks,
      probes: probesWith({
        'schema.prisma': givenProbe('schema.prisma', observed(values['schema.prisma'])),
        'schema.ddl': givenProbe('schema.ddl', observed(values['schema.ddl'])),
        'database.server': givenProbe('database.server', observed(values['database.server'])),
        'database.catalogue': givenProbe('database.catalogue', observed(asObserved(declared))),
        'migrations.folder': givenProbe('migrations.folder', skipped),
        'migrations.history': givenProbe('migrations.history', skipped),
        'migrations.replay': givenProbe('migrations.replay', skipped),
        'migrations.engine': givenProbe('migrations.engine', skipped),
        'database.sequences': givenProbe('database.sequences', observed([])),
        'database.usage': givenProbe('database.usage', observed(values['database.usage'])),
        'client.disk': givenProbe('client.disk', skipped),
        'client.installed': givenProbe('client.installed', skipped),
        'client.delegates': givenProbe('client.delegates', skipped),
        'client.processes': givenProbe('client.processes', skipped),
        'client.types': givenProbe('client.types', skipped),
        'endpoints.results': givenProbe('endpoints.results', skipped),
        'endpoints.declared': givenProbe('endpoints.declared', skipped),
        'endpoints.discovered': givenProbe('endpoints.discovered', skipped),
        'indexes.declared': givenProbe('indexes.declared', skipped),
        'queries.plans': givenProbe('queries.plans', skipped),
        'cache.server': givenProbe('cache.server', skipped),
        'cache.reads': givenProbe('cache.reads', skipped),
      }),
      openDatabase: async () => Promise.reject(new Error('not used')),
      readCommit: async () => null,
      context: { projectRoot: '/p', dataDir: '/p/.data', signal: new AbortController().signal },
    }).then((result) => result.report);
    expect(report.verdict).toBe('pass');
    expect(report.summary.indexes).toMatchObject({ expected: 1, observed: 1, strategic: null });
    expect(verdictOf(report, 'client-files')).toBe('skipped');
    expect(verdictOf(report, 'columns')).toBe('pass');
    expect(report.summary.models).toBeNull();
  });

  test('tells a migration with an unfinished try as its check does, though a later one went through', async () => {
    const values = healthy();
    const unfinished = historyRow('1_init', { startedAt: '2026-01-01T09:00:00.000Z', finishedAt: null });
    values['migrations.history'] = migrationHistory([
      unfinished,
      historyRow('1_init'),
      historyRow('2_indexes'),
    ]);
    const { report, details } = await verify(values);
    expect(rules(report)).toContain('migration.failed');
    expect(details.migrations?.[0]).toMatchObject({ state: 'failed', appliedAt: null });
  });

  test.each([
    ['took too long', 'timeout', 'x'],
    ['was refused', '42501', 'permission denied for table goals'],
  ])('leaves a count that %s out of the figures of both kinds', async (_what, errorCode, message) => {
    const values = healthy();
    values['client.delegates'] = {
      results: values['client.delegates'].results.map((result, position) =>
        position === 0 ? { ...result, ok: false, count: null, errorCode, message } : result,
      ),
    };
    const { report } = await verify(values);
    expect(verdictOf(report, 'delegates')).toBe('unknown');
    expect(report.summary.models).toEqual({ expected: 2, usable: 1, failing: [] });
  });

  test('keeps what --ignore leaves out away from both sides of the figures', async () => {
    const values = healthy();
    const catalogue = live();
    catalogue.tables = catalogue.tables.filter(({ name }) => name !== 'goals');
    catalogue.tables.push(table('goals_old', { indexes: [index('goals_old', ['id'])] }));
    values['database.catalogue'] = { ...catalogue, enums: [] };
    const { report, rows } = await verify(values, { ignore: ['goals*', 'GoalStatus'] });
    expect(report.summary).toMatchObject({
      tables: { expected: 2, observed: 2, missing: [], unexpected: [] },
      indexes: { expected: 0, observed: 0, missing: [], coverage: null },
    });
    expect(report.summary.enums === null || report.summary.enums.expected === 0).toBe(true);
    expect(rows.tables?.find((row) => row.name === 'goals')?.verdict).toBe('skipped');
    expect(rows.indexes?.find((row) => row.table === 'goals')?.verdict).toBe('skipped');
  });
});

describe('endpoints of which some were not asked', () => {
  const goals = declare('/api/goals');
  const late = declare('/api/late');
  const notAsked = noAnswer('not-requested', 'The time was over.');

  test('neither pass nor fail', async () => {
    const values = healthy();
    values['endpoints.results'] = answers([goals, [aTry()]], [late, [notAsked]]);
    const { report, details } = await verify(values);
    expect(report.verdict).toBe('unknown');
    expect(report.summary.endpoints).toEqual({ declared: 2, passing: 1, failing: [] });
    expect(details.endpoints?.map((row) => [row.verdict, row.reason])).toEqual([
      ['pass', null],
      ['unknown', 'The time was over.'],
    ]);
  });

  test('are told of beside one that fails', async () => {
    const values = healthy();
    values['endpoints.results'] = answers([goals, [anError(500, 'internal', 'x')]], [late, [notAsked]]);
    const { report } = await verify(values);
    const check = report.checks.find(({ id }) => id === 'endpoints');
    expect(check).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('GET /api/late') });
    expect(report.summary.endpoints).toEqual({ declared: 2, passing: 0, failing: ['GET /api/goals'] });
  });
});

describe('what was asked for by name', () => {
  const unset = notConfigured('It is not set.');
  async function only(group: 'endpoints' | 'client', given: Partial<ProbeSet>) {
    const events: RunEvent[] = [];
    const { report } = await runChecks({
      runId: 'r3',
      settings: Settings.parse({ only: [group] }),
      checks,
      probes: probesWith(given),
      openDatabase: async () => Promise.reject(new Error('not used')),
      readCommit: async () => null,
      context: { projectRoot: '/p', dataDir: '/p/.data', signal: new AbortController().signal },
      onEvent: (event) => events.push(event),
    });
    const told = events.flatMap((event) => (event.type === 'check.finished' ? [event.check] : []));
    return { report, told };
  }

  test('and is not configured at all is unknown, in the events too', async () => {
    const { report, told } = await only('endpoints', {
      'endpoints.results': givenProbe('endpoints.results', unset),
    });
    expect(verdictOf(report, 'endpoints')).toBe('unknown');
    expect(exitCode(report, 'error')).toBe(2);
    expect(told).toHaveLength(checks.length);
    expect(told.find(({ id }) => id === 'endpoints')?.verdict).toBe('unknown');
  });

  test('and is configured in part passes by that part', async () => {
    const values = healthy();
    const { report } = await only('client', {
      'schema.prisma': givenProbe('schema.prisma', observed(values['schema.prisma'])),
      'database.server': givenProbe('database.server', unset),
      'database.catalogue': givenProbe('database.catalogue', unset),
      'client.disk': givenProbe('client.disk', observed(values['client.disk'])),
      'client.installed': givenProbe('client.installed', observed(values['client.installed'])),
      'client.delegates': givenProbe('client.delegates', unset),
      'client.processes': givenProbe('client.processes', unset),
      'client.types': givenProbe('client.types', unset),
    });
    expect(verdictOf(report, 'processes')).toBe('skipped');
    expect(report.verdict).toBe('pass');
    expect(exitCode(report, 'error')).toBe(0);
  });
});
