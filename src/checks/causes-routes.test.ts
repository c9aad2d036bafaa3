import { describe, expect, it } from 'vitest';
import type { EndpointTry } from '../shared/endpoints';
import type { Finding } from '../shared/finding';
import { linkCauses } from './causes';
import { endpoints } from './endpoints';
import {
  aField,
  aFinding,
  aModel,
  anEnum,
  anError,
  answers,
  aSchema,
  declare,
  noAnswer,
  SETTINGS,
} from './testing/client-builders';

const schema = aSchema(
  [
    aModel('Goal', 'goals', ['id', 'title', aField('state', { kind: 'enum', type: 'GoalState' })]),
    aModel('Read', 'reads', ['id', 'title']),
    aModel('Task', 'tasks', ['id', aField('state', { kind: 'enum', type: 'GoalState' })]),
  ],
  [{ ...anEnum('GoalState', ['OPEN', 'DONE']), dbName: 'goal_state' }],
);
const goals = declare('/goals', { models: ['Goal'] });
const reads = declare('/reads', { models: ['Read'] });
const both = declare('/both', { models: ['Goal', 'Read'] });
const filtered = declare('/goals', { models: ['Goal'], name: 'only open ones' });
const tasks = declare('/tasks', { models: ['Task'] });
const context = { schema, declarations: [goals, reads, both, filtered, tasks] };

type Asked = Parameters<typeof answers>[number];
const failing = (...asked: [declaration: Asked[0], answer: EndpointTry][]) =>
  endpoints.runWith(
    {
      'endpoints.results': answers(...asked.map(([route, one]): Asked => [route, [one]])),
    },
    SETTINGS,
  ).findings;
const noTable = (table: string) =>
  anError(500, 'P2021', `The table \`public.${table}\` does not exist in the current database.`);
const noColumn = (name: string) =>
  anError(500, 'P2022', `The column \`${name}\` does not exist in the current database.`);

const table = (name: string, model: string) =>
  aFinding('table.missing', `public.${name}`, {
    subject: { kind: 'table', schema: 'public', table: name, name, model },
  });
const column = (tableName: string, model: string, name: string) =>
  aFinding('column.missing', `public.${tableName}:${name}`, {
    subject: { kind: 'column', schema: 'public', table: tableName, name, model, field: name },
  });
const causesOf = (findings: Finding[], more: Partial<Parameters<typeof linkCauses>[1]> = {}) =>
  linkCauses(findings, { ...context, ...more }).causes.map(({ rootKeys, endpoints: under, usedBy }) => ({
    rootKeys,
    endpoints: under,
    usedBy,
  }));

describe('several causes at once', () => {
  it('are one row each with exactly the routes that use the table, though an answer names the first one only', () => {
    const findings = [
      table('goals', 'Goal'),
      table('reads', 'Read'),
      ...failing(
        [goals, noTable('goals')],
        [reads, noTable('reads')],
        [both, noTable('reads')],
        [filtered, noTable('goals')],
      ),
    ];
    const ofGoals = ['GET /both', 'GET /goals', 'GET /goals (only open ones)'];
    const ofReads = ['GET /both', 'GET /reads'];
    expect(causesOf(findings)).toEqual([
      { rootKeys: ['table.missing:public.goals'], endpoints: ofGoals, usedBy: ofGoals },
      { rootKeys: ['table.missing:public.reads'], endpoints: ofReads, usedBy: ofReads },
    ]);
    const { causes } = linkCauses(findings, context);
    expect(causes[0]?.links.map(({ why }) => why)).toContain(
      'It uses the model Goal as well, and the table goals is missing too.',
    );
  });

  it('tells columns of one name in two tables apart where the answer names the table', () => {
    const findings = [
      column('goals', 'Goal', 'title'),
      column('reads', 'Read', 'title'),
      ...failing([both, noColumn('reads.title')]),
    ];
    expect(causesOf(findings).map(({ endpoints: under }) => under)).toEqual([['GET /both'], []]);
  });
});

describe('the routes that use what is missing', () => {
  it('stand beside those that fail for it, and nothing is claimed of them', () => {
    const findings = [column('goals', 'Goal', 'title'), ...failing([goals, noColumn('goals.title')])];
    expect(causesOf(findings)).toEqual([
      {
        rootKeys: ['column.missing:public.goals:title'],
        endpoints: ['GET /goals'],
        usedBy: ['GET /both', 'GET /goals', 'GET /goals (only open ones)'],
      },
    ]);
  });

  it('are found in the source too, through the functions in between', () => {
    const at = { file: 'src/app/reads/route.ts', line: 3 };
    const via = ['GET → goalsOf'];
    const goal = { model: 'Goal', operations: ['findMany'], fields: [], at, via, methods: ['GET' as const] };
    const route = { path: '/reads', router: 'app', methods: ['GET'], at, models: [goal] } as const;
    const discovery = {
      root: '.',
      files: 1,
      routes: [
        {
          ...route,
          methods: [...route.methods],
          models: route.models.map((use) => ({ ...use, methods: [...route.methods] })),
          enums: [],
          uncertain: [],
        },
      ],
      pages: [],
      rewrites: [],
      uncertain: [],
    };
    const findings = [table('goals', 'Goal')];
    expect(causesOf(findings, { discovery })[0]?.usedBy).toContain('GET /reads');
    expect(causesOf(findings)[0]?.usedBy).not.toContain('GET /reads');
  });

  it('are those of every model with the enum, and those of the models that a process does not know', () => {
    const value = aFinding('enum.value-missing', 'public.goal_state:OPEN', {
      subject: { kind: 'enum-value', schema: 'public', name: 'goal_state.OPEN' },
    });
    expect(causesOf([value])[0]?.usedBy).toEqual([
      'GET /both',
      'GET /goals',
      'GET /goals (only open ones)',
      'GET /tasks',
    ]);
    const stale = aFinding('client.process-stale', 'http://app', {
      subject: { kind: 'process', name: 'pid 7' },
      observed: 'sha256:old: without Read',
    });
    expect(linkCauses([stale], context).causes[0]).toMatchObject({
      models: ['Read'],
      usedBy: ['GET /both', 'GET /reads'],
    });
  });

  it('do not come along with a foreign key of another model that falls with the table', () => {
    const key = aFinding('foreign-key.missing', 'public.reads:goalId', {
      subject: { kind: 'foreign-key', schema: 'public', table: 'reads', name: 'reads_goalId_fkey' },
      expected: 'FOREIGN KEY ("goalId") REFERENCES goals (id)',
    });
    const [cause, ...others] = causesOf([table('goals', 'Goal'), key]);
    expect(others).toEqual([]);
    expect(cause?.usedBy).not.toContain('GET /reads');
  });
});

describe('a renamed enum value', () => {
  const missing = aFinding('enum.value-missing', 'public.goal_state:OPEN', {
    subject: { kind: 'enum-value', schema: 'public', name: 'goal_state.OPEN' },
  });
  const unexpected = aFinding('enum.value-unexpected', 'public.goal_state:NEW', {
    subject: { kind: 'enum-value', schema: 'public', name: 'goal_state.NEW' },
  });
  const initial = aFinding('column.default', 'public.goals:state', {
    expected: "'OPEN'",
    observed: "'NEW'",
    subject: { kind: 'column', schema: 'public', table: 'goals', name: 'state', model: 'Goal' },
  });
  const partial = aFinding('index.definition', 'public.goals:open', {
    expected: "btree (id) where state = 'OPEN'",
    observed: "btree (id) where state = 'NEW'",
    subject: { kind: 'index', schema: 'public', table: 'goals', name: 'open' },
  });

  it('is one row: readers and writers fail for it, defaults and indexes that name it differ for it', () => {
    const findings = [
      missing,
      unexpected,
      initial,
      partial,
      ...failing(
        [goals, anError(500, 'P2023', "Value 'NEW' not found in enum 'GoalState'")],
        [tasks, anError(500, 'P2010', 'invalid input value for enum goal_state: "OPEN"')],
      ),
    ];
    const { causes } = linkCauses(findings, context);
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({
      title: 'The enum goal_state has NEW in place of OPEN',
      sentence:
        'The enum goal_state has NEW in place of OPEN in the database; 2 routes fail and 2 other findings follow from it.',
      endpoints: ['GET /goals', 'GET /tasks'],
      models: ['Goal', 'Task'],
    });
  });

  it('is no reason for a default or an index that differs in more than it', () => {
    const more = { ...partial, observed: "btree (id, title) where state = 'NEW'" };
    expect(causesOf([missing, unexpected, more])).toHaveLength(2);
  });

  it('is two things where another value lacks as well', () => {
    const other = aFinding('enum.value-missing', 'public.goal_state:DONE', {
      subject: { kind: 'enum-value', schema: 'public', name: 'goal_state.DONE' },
    });
    expect(causesOf([missing, unexpected, other])).toHaveLength(3);
  });
});

describe('without evidence', () => {
  const away = aFinding('database.unreachable', 'americano');

  it('a route that does not answer in time, or cannot be reached, stands alone', () => {
    const findings = failing([goals, noAnswer('timeout')], [reads, noAnswer('ECONNREFUSED')]);
    const stale = aFinding('client.process-stale', 'http://app', {
      subject: { kind: 'process', name: 'pid 7' },
      observed: 'sha256:old: without Goal, Read',
    });
    const index = aFinding('index.missing', 'public.goals:title', {
      subject: { kind: 'index', schema: 'public', table: 'goals', name: 'by_title' },
    });
    const all = [away, stale, index, table('reads', 'Read'), ...findings];
    const linked = linkCauses(all, context);
    for (const finding of linked.findings) {
      if (finding.subject.kind === 'endpoint') expect(finding.causedBy).toEqual([]);
    }
  });

  it('an answer that says that it does not reach the database is put down to that, and no other answer', () => {
    const findings = failing(
      [goals, anError(503, 'database-unreachable', "Can't reach database server")],
      [reads, anError(404, 'not-found', 'There is no user.')],
      [both, noTable('goals')],
    );
    const { findings: linked } = linkCauses([away, ...findings], context);
    expect(linked.map(({ causedBy }) => causedBy)).toEqual([[], [away.key], [], []]);
  });

  it('a broken contract is put down to a column only where it names that', () => {
    const contract = (observed: string) =>
      aFinding('endpoint.contract', 'GET /goals', {
        subject: { kind: 'endpoint', name: 'GET /goals' },
        observed,
      });
    const missing = column('goals', 'Goal', 'title');
    const at = (observed: string) => causesOf([missing, contract(observed)]).length;
    expect(at('200, a body of another shape (goals[0].title: Invalid input: expected string)')).toBe(1);
    expect(at('200, a body of another shape (goals[0].titleOfPage: Invalid input)')).toBe(2);
    expect(at('200, a body of another shape (total: Too small)')).toBe(2);
  });

  it('a route that was not asked is no symptom of anything', () => {
    const results = answers([goals, []]);
    const notSent = { verdict: 'unknown' as const, reason: 'The login failed.' };
    const unasked = { ...results, results: results.results.map((one) => ({ ...one, notSent })) };
    const { findings } = endpoints.runWith({ 'endpoints.results': unasked }, SETTINGS);
    const causes = causesOf([table('goals', 'Goal'), ...findings]);
    expect(causes.map(({ endpoints: under }) => under)).toEqual([[]]);
    expect(causes[0]?.usedBy).toContain('GET /goals');
  });
});
