import { json, text, type Way, type WayGroup } from './way';

type Told = [code: string, message: string, kind: 'schema' | 'server', object?: string];

const TOLD: readonly Told[] = [
  ['42P01', 'relation "public.goals" does not exist', 'schema', 'goals'],
  ['42703', 'column t0.riskScore does not exist', 'schema', 'riskScore'],
  ['42703', 'column "risk score" of relation "goals" does not exist', 'schema', 'risk score'],
  ['42704', 'type "public.GoalStatus" does not exist', 'schema', 'GoalStatus'],
  ['22P02', 'invalid input value for enum "GoalStatus": "PAUSED"', 'schema', 'GoalStatus'],
  ['42883', 'function similarity(text, unknown) does not exist', 'schema', 'similarity'],
  ['42883', 'operator does not exist: text = integer', 'schema', 'text = integer'],
  ['42804', 'column "status" is of type "GoalStatus" but expression is of type text', 'schema', 'status'],
  ['53300', 'sorry, too many clients already', 'server'],
  ['53300', 'remaining connection slots are reserved for roles with the SUPERUSER attribute', 'server'],
  ['57P01', 'terminating connection due to administrator command', 'server'],
  ['57P03', 'the database system is starting up', 'server'],
  ['57014', 'canceling statement due to statement timeout', 'server'],
  ['55P03', 'canceling statement due to lock timeout', 'server'],
  ['40P01', 'deadlock detected', 'server'],
  ['40001', 'could not serialize access due to concurrent update', 'server'],
  ['42501', 'permission denied for table goals', 'server', 'goals'],
  ['23505', 'duplicate key value violates unique constraint "goals_title_key"', 'server'],
];

const rules = { schema: 'endpoint.schema-error', server: 'endpoint.server-error' } as const;

function way([code, message, kind, object]: Told, index: number): Way {
  const same = TOLD.slice(0, index).filter(([other]) => other === code).length;
  return {
    name: `postgres-${code.toLowerCase()}${same === 0 ? '' : `-${same + 1}`}`,
    does: `\`${message}\``,
    // As a driver throws it, and as a log line has it.
    respond:
      index % 2 === 0 ? json(500, { severity: 'ERROR', code, message }) : text(500, `error: ${message}`),
    expect: { rule: rules[kind], code, ...(object === undefined ? {} : { object }) },
  };
}

const CODES: readonly [string, 'schema' | 'server'][] = [
  ['42P01', 'schema'],
  ['42703', 'schema'],
  ['42704', 'schema'],
  ['42883', 'schema'],
  ['53300', 'server'],
  ['57014', 'server'],
  ['40P01', 'server'],
  ['42501', 'server'],
];

/** What PostgreSQL says itself, in an application without Prisma or past it. */
export const POSTGRES: WayGroup = {
  title: 'Errors of PostgreSQL',
  ways: [
    ...TOLD.map(way),
    ...CODES.map(
      ([code, kind]): Way => ({
        name: `postgres-${code.toLowerCase()}-alone`,
        does: `only the code ${code}`,
        respond: json(500, { error: { code, message: 'Something went wrong.' } }),
        expect: { rule: rules[kind], code },
      }),
    ),
    {
      name: 'postgres-digits',
      does: 'five digits that are no code of PostgreSQL',
      respond: json(500, { message: 'Order 42703 was not found.' }),
      expect: { rule: 'endpoint.server-error', says: ['500: Order 42703 was not found.'] },
    },
    {
      name: 'postgres-refused',
      does: '`connect ECONNREFUSED` at PostgreSQL’s port',
      respond: json(500, { message: 'connect ECONNREFUSED 127.0.0.1:5432' }),
      expect: { rule: 'endpoint.server-error', code: 'ECONNREFUSED' },
    },
  ],
};
