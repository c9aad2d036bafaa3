import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../shared/finding';
import { RuleId } from '../shared/rules';
import { linkCauses } from './causes';
import { clientDatabase } from './client-database';
import { clientFreshness } from './client-freshness';
import { delegates } from './delegates';
import { endpoints } from './endpoints';
import {
  aDatabase,
  aField,
  aFinding,
  aModel,
  anEnum,
  anError,
  answers,
  aSchema,
  aTable,
  declare,
  onDisk,
  SETTINGS,
} from './testing/client-builders';

const core = aModel('User', 'users');
const epic = Array.from({ length: 28 }, (_, index) =>
  index === 0
    ? aModel('StrugglePrediction', 'struggle_predictions', [
        'id',
        'riskScore',
        aField('status', { kind: 'enum', type: 'PredictionStatus' }),
      ])
    : aModel(`EpicModel${index}`, `epic_model_${index}`),
);
const schema = aSchema([core, ...epic], [anEnum('PredictionStatus', ['OPEN', 'CLOSED'])]);
const routes = Array.from({ length: 15 }, (_, index) =>
  declare(`/api/route-${index}`, { models: ['User', epic[index]?.name] }),
);
const context = { schema, declarations: routes };

const endpointFailure = (
  path: string,
  code: string,
  message: string,
  models: string[] = ['StrugglePrediction'],
) => {
  const declaration = declare(path, { models });
  return {
    declaration,
    finding:
      endpoints.runWith(
        { 'endpoints.results': answers([declaration, [anError(500, code, message)]]) },
        SETTINGS,
      ).findings[0] ?? aFinding('endpoint.contract', 'none'),
  };
};
const missingColumn = aFinding('column.missing', 'public.struggle_predictions:riskScore', {
  subject: {
    kind: 'column',
    schema: 'public',
    table: 'struggle_predictions',
    name: 'riskScore',
    model: 'StrugglePrediction',
    field: 'riskScore',
  },
});
const missingTable = aFinding('table.missing', 'public.struggle_predictions', {
  subject: { kind: 'table', schema: 'public', table: 'struggle_predictions', name: 'struggle_predictions' },
});
const failingDelegate = (code: string, message: string) =>
  delegates.runWith(
    {
      'client.delegates': {
        results: [
          {
            client: 'client',
            estimate: null,
            model: 'StrugglePrediction',
            delegate: 'strugglePrediction',
            ok: false,
            count: null,
            durationMs: 1,
            errorCode: code,
            message,
          },
        ],
      },
    },
    SETTINGS,
  ).findings;

describe('the incident', () => {
  const disk = onDisk({ schemaFingerprint: 'sha256:old', models: [core], enums: [] });
  const findings = [
    ...clientFreshness.runWith({ 'schema.prisma': schema, 'client.disk': disk }, SETTINGS).findings,
    ...clientDatabase.runWith(
      {
        'schema.prisma': schema,
        'client.disk': disk,
        'database.catalogue': aDatabase(
          [core, ...epic].map((model) =>
            aTable(
              model.dbName,
              model.fields.map(({ dbName }) => dbName),
            ),
          ),
          { PredictionStatus: ['OPEN', 'CLOSED'] },
        ),
      },
      SETTINGS,
    ).findings,
    ...delegates.runWith(
      {
        'client.delegates': {
          results: epic.map(({ name }) => ({
            client: 'client',
            estimate: null,
            model: name,
            delegate: name.charAt(0).toLowerCase() + name.slice(1),
            ok: false,
            count: null,
            durationMs: 0,
            errorCode: 'missing-delegate',
            message: 'The client has no such delegate.',
          })),
        },
      },
      SETTINGS,
    ).findings,
    ...endpoints.runWith(
      {
        'endpoints.results': answers(
          ...routes.map((route): Parameters<typeof answers>[number] => [
            route,
            [
              anError(
                500,
                'client-model-missing',
                "Cannot read properties of undefined (reading 'findMany')",
              ),
            ],
          ]),
        ),
      },
      SETTINGS,
    ).findings,
  ];
  const linked = linkCauses(findings, context);

  it('is one cause, with everything else its symptoms', () => {
    expect(findings).toHaveLength(1 + 28 + 1 + 28 + 15);
    expect(linked.causes).toHaveLength(1);
    const [cause] = linked.causes;
    expect(cause?.rootKeys).toEqual(['client.schema-changed:client']);
    expect(cause?.symptomKeys).toHaveLength(28 + 1 + 28 + 15);
    expect(cause?.endpoints).toHaveLength(15);
    expect(cause?.models).toHaveLength(28);
    expect(cause?.title).toBe('The generated client is stale');
    expect(cause?.sentence).toBe(
      '15 routes fail because the generated client lacks 28 models (StrugglePrediction, EpicModel1, EpicModel2, …); it was generated from another schema.prisma.',
    );
    for (const link of cause?.links ?? []) expect(link.why).toMatch(/^[A-Z].*\.$/);
  });

  it('fills in what each finding comes from and which routes it affects', () => {
    expect(linked.findings).toHaveLength(findings.length);
    expect(linked.findings[0]?.affects).toHaveLength(15);
    expect(linked.findings.at(-1)?.causedBy).toEqual(['client.schema-changed:client']);
  });

  it('tells several stale processes in one row, by their pids', () => {
    const stale = [7, 8].map((pid) =>
      aFinding('client.process-stale', `http://app#${pid}`, {
        subject: { kind: 'process', name: `pid ${pid}` },
        message: `The running process ${pid} holds a client from 2026-11-24 09:12 UTC, which lacks 2 models (Goal, Streak) of the one on disk.`,
        remedy: { kind: 'note', text: `Restart process ${pid}.` },
      }),
    );
    const { causes } = linkCauses(stale, {});
    expect(causes).toMatchObject([
      {
        title: '2 running processes hold an old client',
        sentence:
          '2 running processes hold an old client, which lacks 2 models (Goal, Streak) of the one on disk (pid 7, pid 8).',
      },
    ]);
  });

  it('blames the running process where the client on disk is new', () => {
    const stale = aFinding('client.process-stale', 'http://app', {
      subject: { kind: 'process', name: 'pid 7' },
      observed: `sha256:old: without ${epic.map(({ name }) => name).join(', ')}`,
    });
    const failing = findings.filter(({ rule }) => rule === 'endpoint.schema-error');
    const { causes } = linkCauses([stale, ...failing], context);
    expect(causes).toHaveLength(1);
    expect(causes[0]?.sentence).toBe('http://app is not in order; 15 routes fail.');
  });

  it('is still one cause where only the routes were asked', () => {
    const failing = findings.filter(({ rule }) => rule === 'endpoint.schema-error');
    const { causes } = linkCauses(failing, context);
    expect(causes).toHaveLength(1);
    expect(causes[0]?.rootKeys).toHaveLength(15);
    expect(causes[0]?.sentence).toContain('15 routes fail');
  });
});

describe('the database lacks something', () => {
  it('puts a route and a delegate down to the missing column', () => {
    const said = 'The column `struggle_predictions.riskScore` does not exist in the current database.';
    const { declaration, finding } = endpointFailure('/api/route-0', 'P2022', said);
    const all = [finding, ...failingDelegate('P2022', said), missingColumn];
    const { causes } = linkCauses(all, { schema, declarations: [declaration] });
    expect(causes).toHaveLength(1);
    expect(causes[0]?.rootKeys).toEqual([missingColumn.key]);
    expect(causes[0]?.sentence).toBe(
      'The column struggle_predictions.riskScore is missing in the database; 1 route and the delegate strugglePrediction fail.',
    );
  });

  it('takes the model where the error names no column, and no other model’s column', () => {
    const { declaration, finding } = endpointFailure(
      '/api/a',
      'P2022',
      'The column `(not available)` does not exist in the current database.',
    );
    const declared = { schema, declarations: [declaration] };
    expect(linkCauses([finding, missingColumn], declared).causes).toHaveLength(1);
    const elsewhere = { ...missingColumn, subject: { ...missingColumn.subject, model: 'User' } };
    expect(linkCauses([finding, elsewhere], declared).causes).toHaveLength(2);
  });

  const pending = ['a', 'b'].map((name) =>
    aFinding('migration.pending', name, {
      subject: { kind: 'migration', name },
      source: { file: `prisma/migrations/${name}/migration.sql`, line: 1 },
    }),
  );

  it('leads from the migration that declares an index through that to the route, and from no other', () => {
    const index = aFinding('index.missing', 'public.struggle_predictions:userId', {
      subject: { kind: 'index', schema: 'public', table: 'struggle_predictions', name: 'by_user' },
      source: { file: 'prisma/migrations/b/migration.sql', line: 7 },
    });
    const slow = aFinding('endpoint.slow', 'GET /api/route-0', {
      severity: 'warning',
      subject: { kind: 'endpoint', name: 'GET /api/route-0' },
    });
    const { causes, findings } = linkCauses([slow, index, ...pending], context);
    expect(findings[1]?.causedBy).toEqual(['migration.pending:b']);
    expect(causes).toHaveLength(1);
    expect(causes[0]?.sentence).toBe(
      '2 migrations are not applied (a, b); 1 route is slow and 1 other finding follows from it.',
    );
    expect(causes[0]?.links.map(({ why }) => why)).toContain(
      'The migration b declares it and is not applied.',
    );
  });

  it('keeps apart from a waiting migration what nothing says to be of it', () => {
    const doubt = aFinding('migration.pending', 'schema-engine', {
      severity: 'warning',
      subject: { kind: 'migration', name: '_prisma_migrations' },
    });
    const table = { ...missingTable, source: { file: 'prisma/schema.prisma', line: 812 } };
    const { finding } = endpointFailure(
      '/api/route-0',
      'P2021',
      'The table `public.struggle_predictions` does not exist in the current database.',
    );
    const { causes, findings } = linkCauses([finding, table, ...pending, doubt], context);
    expect(findings.map(({ causedBy }) => causedBy)).toEqual([[table.key], [], [], [], []]);
    expect(causes.map(({ sentence }) => sentence)[0]).toBe(
      'The table struggle_predictions is missing in the database; 1 route fails.',
    );
    expect(causes).toHaveLength(2);
  });

  it('puts a route that fails on an enum’s value down to that value', () => {
    const value = aFinding('enum.value-missing', 'public.PredictionStatus:CLOSED', {
      subject: {
        kind: 'enum-value',
        schema: 'public',
        table: 'struggle_predictions',
        name: 'PredictionStatus.CLOSED',
      },
    });
    const other = aFinding('enum.value-missing', 'public.PredictionStatus:OPEN', {
      subject: {
        kind: 'enum-value',
        schema: 'public',
        table: 'struggle_predictions',
        name: 'PredictionStatus.OPEN',
      },
    });
    const { finding } = endpointFailure(
      '/api/route-0',
      'P2010',
      'invalid input value for enum "PredictionStatus": "CLOSED"',
    );
    const { findings } = linkCauses([finding, value, other], context);
    expect(findings[0]?.causedBy).toEqual([value.key]);
    expect(linkCauses([value], context).causes[0]?.title).toBe(
      'The enum value PredictionStatus.CLOSED is missing',
    );
  });

  it('puts a slow route down to the index that its table lacks', () => {
    const index = aFinding('index.missing', 'public.struggle_predictions:userId', {
      severity: 'warning',
      subject: { kind: 'index', schema: 'public', table: 'struggle_predictions', name: 'by_user' },
    });
    const slow = aFinding('endpoint.slow', 'GET /api/route-0', {
      severity: 'warning',
      subject: { kind: 'endpoint', name: 'GET /api/route-0' },
    });
    const { causes, findings } = linkCauses([slow, index], context);
    expect(causes).toHaveLength(1);
    expect(causes[0]?.sentence).toBe(
      'The index by_user on struggle_predictions is missing in the database; 1 route is slow.',
    );
    expect(findings[1]?.affects).toEqual(['GET /api/route-0']);
  });

  it('guesses, and says that it does, where a route hides its reason', () => {
    const { finding } = endpointFailure('/api/route-0', 'internal', 'Something broke.');
    const { causes } = linkCauses([finding, missingTable], context);
    expect(causes).toHaveLength(1);
    expect(causes[0]?.links[0]?.why).toContain('names no reason');
    const unrelated = endpointFailure('/api/route-3', 'internal', 'Something broke.').finding;
    expect(linkCauses([unrelated, missingTable], context).causes).toHaveLength(2);
  });

  it('explains all that needs the database by its absence', () => {
    const away = aFinding('database.unreachable', 'americano');
    const { finding } = endpointFailure('/api/route-0', 'database-unreachable', 'x');
    expect(linkCauses([finding, missingTable, away], context).causes).toHaveLength(1);
  });
});

describe('delegates alone', () => {
  it('are one cause where none of them reaches the database, and one each otherwise', () => {
    const failing = (code: string, message: string) =>
      ['A', 'B', 'C'].flatMap((model) =>
        failingDelegate(code, message).map((finding) => ({
          ...finding,
          key: `client.delegate-failing:${model}`,
          subject: { ...finding.subject, name: model.toLowerCase(), model },
        })),
      );
    const { causes } = linkCauses(failing('P1001', "Can't reach database server at db:5432"), context);
    expect(causes.map(({ sentence }) => sentence)).toEqual([
      "3 delegates fail since the client does not reach the database: P1001: Can't reach database server at db:5432 (a, b, c).",
    ]);
    expect(linkCauses(failing('P2037', 'Too many connections'), context).causes).toHaveLength(1);
    expect(linkCauses(failing('error', 'Something broke'), context).causes).toHaveLength(3);
  });
});

describe('routes alone', () => {
  it('are one cause where none of them reaches the database', () => {
    const failing = ['/api/a', '/api/b'].map(
      (path) => endpointFailure(path, 'database-unreachable', 'Connection refused').finding,
    );
    const { causes } = linkCauses(failing, {});
    expect(causes).toHaveLength(1);
    expect(causes[0]?.endpoints).toHaveLength(2);
    expect(causes[0]?.sentence).toBe(
      '2 routes fail since the application does not reach its database (GET /api/a, GET /api/b).',
    );
  });

  it('are one cause where they name the same table, and two where they name two', () => {
    const named = (path: string, table: string) =>
      endpointFailure(path, 'P2021', `The table \`public.${table}\` does not exist in the current database.`)
        .finding;
    expect(linkCauses([named('/a', 'goals'), named('/b', 'goals')], {}).causes).toHaveLength(1);
    expect(linkCauses([named('/a', 'goals'), named('/b', 'users')], {}).causes).toHaveLength(2);
  });
});

describe('any findings', () => {
  it('keeps two independent causes apart, the one with more routes first', () => {
    const said = 'The table `public.struggle_predictions` does not exist in the current database.';
    const { finding } = endpointFailure('/api/route-0', 'P2021', said);
    const lonely = aFinding('table.missing', 'public.a', {
      subject: { kind: 'table', schema: 'public', name: 'a' },
    });
    const warning = aFinding('setting.risky', 'americano', { severity: 'warning' });
    const info = aFinding('index.unused', 'x', { severity: 'info' });
    const { causes, findings } = linkCauses([info, warning, lonely, finding, missingTable], context);
    expect(causes.map(({ key }) => key)).toEqual([missingTable.key, lonely.key, warning.key]);
    expect(findings.map(({ key }) => key)).toContain(info.key);
  });

  it('is empty for none', () => {
    expect(linkCauses([], {})).toEqual({ findings: [], causes: [] });
  });

  const name = fc.constantFrom(
    'struggle_predictions',
    'riskScore',
    'PredictionStatus',
    'GET /api/route-0',
    'epic_model_1',
  );
  const observed = fc.constantFrom(
    '500, P2021: The table `public.struggle_predictions` does not exist in the current database.',
    '500, P2022: x',
    '500, client-model-missing: StrugglePrediction',
    '500: broke',
    'invalid input value for enum "PredictionStatus": "CLOSED"',
    'P2032',
    '1 models: it lacks 1 model (StrugglePrediction)',
    'P1001',
  );
  const anyFinding = fc
    .record({
      rule: fc.constantFrom(...RuleId.options),
      severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
      name,
      observed,
      model: fc.constantFrom('StrugglePrediction', 'EpicModel1', undefined),
    })
    .map(
      ({ rule, severity, name, observed, model }): Finding =>
        aFinding(rule, name, {
          severity,
          observed,
          expected: 'riskScore of struggle_predictions as PredictionStatus',
          subject: {
            kind: rule.startsWith('endpoint.') ? 'endpoint' : 'table',
            schema: 'public',
            table: 'struggle_predictions',
            name,
            ...(model === undefined ? {} : { model }),
          },
        }),
    );
  const anyFindings = fc.uniqueArray(anyFinding, { selector: ({ key }) => key, maxLength: 30 });

  it('are each in a cause, unless of severity info, and no link closes a circle', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const linked = linkCauses(findings, context);
        const covered = new Set(
          linked.causes.flatMap(({ rootKeys, symptomKeys }) => [...rootKeys, ...symptomKeys]),
        );
        const counted = findings.filter(({ severity }) => severity !== 'info').map(({ key }) => key);
        expect([...covered].sort()).toEqual(counted.sort());
        const roots = linked.causes.flatMap(({ rootKeys }) => rootKeys);
        expect(new Set(roots).size).toBe(roots.length);
        const parents = new Map(linked.findings.map(({ key, causedBy }) => [key, causedBy]));
        for (const start of counted) {
          const above = [...(parents.get(start) ?? [])];
          for (const key of above) {
            expect(key).not.toBe(start);
            if (above.length > 1_000) throw new Error('endless');
            above.push(...(parents.get(key) ?? []).filter((next) => !above.includes(next)));
          }
        }
        for (const { links, sentence, title, endpoints: under, usedBy } of linked.causes) {
          expect(usedBy).toEqual(expect.arrayContaining(under));
          for (const { from, to } of links) expect(covered.has(from) && covered.has(to)).toBe(true);
          expect(`${sentence}${title}`).not.toContain('undefined');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('give the same causes in any order', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const keysOf = (list: Finding[]) =>
          linkCauses(list, context)
            .causes.map(({ rootKeys, symptomKeys }) =>
              [[...rootKeys].sort(), [...symptomKeys].sort()].join('|'),
            )
            .sort();
        expect(keysOf([...findings].reverse())).toEqual(keysOf(findings));
      }),
    );
  });
});
