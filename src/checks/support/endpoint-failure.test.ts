import { describe, expect, it } from 'vitest';
import { evidenceIn, isSchemaFailure, tellingLine } from './endpoint-failure';

describe('tellingLine', () => {
  it('is the line in which the same evidence is found again', () => {
    const page = `<!doctype html><script>${'x'.repeat(5_000)}</script><pre>\nInvalid \`prisma.goal.findMany()\` invocation:\n\n\nThe column \`goals.risk\` does not exist in the current database.\n</pre>`;
    expect(tellingLine(page)).toBe('The column `goals.risk` does not exist in the current database.');
    expect(tellingLine('nothing to tell')).toBeNull();
  });

  // Each part is the beginning of some pattern; a quadratic one would go on for hours.
  it.each([
    ...[
      'column ',
      'column a',
      'relation "',
      'type "',
      'The column `',
      'code: ',
      'sqlstate',
      'Unknown field `',
      'a',
    ],
    ...[
      'invocation ',
      'function a(',
      'operator does not exist: ',
      '&quot',
      '\\',
      '\\\\"',
      '<',
      'PrismaError',
      '"',
    ],
    ...[
      'Unable to require(`',
      'null value in column "a"',
      'The database server at ',
      'connect ECONNREFUSED a',
      '\n',
    ],
  ])(
    'ends for a megabyte of %j',
    (part) => {
      const text = part.repeat(Math.ceil((1024 * 1024) / part.length));
      expect(tellingLine(text)?.length ?? 0).toBeLessThan(1_000);
    },
    60_000,
  );
});

describe('evidenceIn', () => {
  it.each([
    ['The table `public.goals` does not exist in the current database.', 'table', 'P2021', 'goals'],
    ['{"error":{"code":"P2021","message":"x"}}', 'table', 'P2021', null],
    ['The column `goals.dueDate` does not exist in the current database.', 'column', 'P2022', 'dueDate'],
    ['P2022: The column `(not available)` does not exist in the current database.', 'column', 'P2022', null],
    ['error: relation "goals" does not exist', 'table', '42P01', 'goals'],
    ['{"m":"relation \\"goals\\" does not exist"}', 'table', '42P01', 'goals'],
    ['Raw query failed. Code: `42P01`. Message: …', 'table', '42P01', null],
    ['column t0.riskScore does not exist', 'column', '42703', 'riskScore'],
    ['column "risk" of relation "goals" does not exist', 'column', '42703', 'risk'],
    ['{"code":"42703"}', 'column', '42703', null],
    ['type "public.GoalStatus" does not exist', 'enum', '42704', 'GoalStatus'],
    ['SQLSTATE 42704', 'enum', '42704', null],
    ['invalid input value for enum "GoalStatus": "PAUSED"', 'enum', '22P02', 'GoalStatus'],
    ["Value 'PAUSED' not found in enum 'GoalStatus'", 'enum', 'enum-value', 'GoalStatus'],
    ['Inconsistent: P2032', 'type', 'P2032', null],
    [
      "TypeError: Cannot read properties of undefined (reading 'findMany')",
      'client',
      'missing-delegate',
      null,
    ],
    ['{"error":{"code":"client-model-missing","message":"…"}}', 'client', 'client-model-missing', null],
    [
      'Unknown field `riskScore` for select statement on model `Goal`.',
      'client',
      'unknown-field',
      'riskScore',
    ],
    ['Unknown argument `risk`. Available options are marked with ?.', 'client', 'unknown-field', 'risk'],
    ['@prisma/client did not initialize yet. Please run "prisma generate"', 'client', 'no-client', null],
    ["Can't reach database server at db:5432", 'connection', 'P1001', null],
    ['{"error":{"code":"database-unreachable"}}', 'connection', 'database-unreachable', null],
    ['P1017', 'connection', 'P1017', null],
  ])('reads %s', (text, kind, code, object) => {
    expect(evidenceIn(text)).toMatchObject({ kind, code, object });
  });

  it.each([
    '',
    'Internal Server Error',
    'P20211 and XP2021',
    'order 42703 was not found',
    'invalid input syntax for type uuid: "x"',
    "Cannot read properties of undefined (reading 'length')",
    'Unknown user',
  ])('reads nothing into %s', (text) => {
    expect(evidenceIn(text)).toBeNull();
  });

  it('keeps the enum’s value, and takes a lost connection for no fault of a schema', () => {
    expect(evidenceIn('invalid input value for enum "GoalStatus": "PAUSED"')?.value).toBe('PAUSED');
    expect(isSchemaFailure(evidenceIn('P2021'))).toBe(true);
    expect(isSchemaFailure(evidenceIn('P1001'))).toBe(false);
    expect(isSchemaFailure(null)).toBe(false);
  });
});
