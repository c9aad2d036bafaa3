import { describe, expect, it } from 'vitest';
import { groupErrors } from './group-errors';
import { parseErrors } from './parse-errors';
import { withoutComments } from './tsconfig';

const LINES = [
  "src/a.ts(3,7): error TS2339: Property 'goal' does not exist on type 'Thing'.",
  "src/b.ts(9,1): error TS2322: Type 'A' is not assignable to type 'B'.",
  "  Property 'x' is missing in type 'A'.",
  '/app/src/a.ts',
  "src/dir (old)/c.ts(1,2): error TS2339: Property 'goal' does not exist on type 'Thing'.",
  "error TS2688: Cannot find type definition file for 'jest'.",
  '  The file is in the program because:',
  'Found 3 errors.',
  'generated\\client.ts(1,1): error TS1005: x',
];

describe('what the compiler prints', () => {
  it('is read with continuation lines, odd paths and errors without a place', () => {
    expect(parseErrors(LINES)).toEqual([
      {
        code: 'TS2339',
        message: "Property 'goal' does not exist on type 'Thing'.",
        place: { file: 'src/a.ts', line: 3, column: 7 },
      },
      {
        code: 'TS2322',
        message: "Type 'A' is not assignable to type 'B'.\n  Property 'x' is missing in type 'A'.",
        place: { file: 'src/b.ts', line: 9, column: 1 },
      },
      {
        code: 'TS2339',
        message: "Property 'goal' does not exist on type 'Thing'.",
        place: { file: 'src/dir (old)/c.ts', line: 1, column: 2 },
      },
      {
        code: 'TS2688',
        message: "Cannot find type definition file for 'jest'.\n  The file is in the program because:",
        place: null,
      },
      { code: 'TS1005', message: 'x', place: { file: 'generated/client.ts', line: 1, column: 1 } },
    ]);
  });
});

describe('grouping', () => {
  const errors = parseErrors(LINES);
  const none = { inClient: () => false, names: new Set<string>(), before: null };

  it('puts alike ones together, and lays to the client what stands in it or names what changed', () => {
    const grouped = groupErrors(errors, {
      ...none,
      inClient: (file) => file.startsWith('generated/'),
      names: new Set(['goal']),
    });
    expect(grouped).toMatchObject({ errors: 5, byPrisma: 3, newErrors: null });
    expect(grouped.groups.map(({ code, count, byPrisma }) => [code, count, byPrisma])).toEqual([
      ['TS2339', 2, true],
      ['TS1005', 1, true],
      ['TS2322', 1, false],
      ['TS2688', 1, false],
    ]);
  });

  it('takes an error for new only where the former client does not bring it there', () => {
    const before = errors.slice(1).map((error) => ({ ...error, message: `${error.message} then` }));
    const grouped = groupErrors(errors, { ...none, before, names: new Set(['goal']) });
    // The error without a place is told by its words.
    expect(grouped).toMatchObject({ newErrors: 2, byPrisma: 2 });
    expect(grouped.groups[0]).toMatchObject({ isNew: true, byPrisma: true });
  });

  it.each([
    "Property 'goal' does not exist on type 'PrismaClient<never>'.",
    "Type 'X' is not assignable to type 'GoalWhereInput'.",
    "Namespace 'Prisma.Goal' has no exported member 'x'.",
    `Cannot find module '@prisma/client'.`,
  ])('knows by its words: %s', (message) => {
    const error = { code: 'TS2339', message, place: null };
    expect(groupErrors([error], none).byPrisma).toBe(1);
    expect(groupErrors([{ ...error, message: "Type 'Prismatic' is no 'Payload'." }], none).byPrisma).toBe(0);
  });

  it('counts all, and lists what a person can read', () => {
    const many = Array.from({ length: 300 }, (_, line) => ({
      code: 'TS1',
      message: `m${line % 150}`,
      place: { file: 'a.ts', line, column: 1 },
    }));
    const grouped = groupErrors(many, none);
    expect(grouped.errors).toBe(300);
    expect(grouped.groups).toHaveLength(100);
  });
});

it('reads a tsconfig with comments and trailing commas, and leaves strings alone', () => {
  const text = '\uFEFF{ // a\n "extends": "./x//y.json", /* b */ "files": ["a,]", "b",],\n}';
  expect(JSON.parse(withoutComments(text))).toEqual({ extends: './x//y.json', files: ['a,]', 'b'] });
});
