import { describe, expect, it } from 'vitest';
import type { DelegateResult } from '../shared/client';
import { delegates } from './delegates';
import { aModel, aSchema, SETTINGS } from './testing/client-builders';

const fine: DelegateResult = {
  client: 'client',
  estimate: null,
  model: 'User',
  delegate: 'user',
  ok: true,
  count: 0,
  durationMs: 1,
  errorCode: null,
  message: null,
};
const broken = (errorCode: string | null, message: string | null): DelegateResult => ({
  ...fine,
  client: 'client',
  estimate: null,
  model: 'Goal',
  delegate: 'goal',
  ok: false,
  count: null,
  errorCode,
  message,
});
const run = (...results: DelegateResult[]) =>
  delegates.runWith({ 'client.delegates': { results } }, SETTINGS);

describe('delegates', () => {
  it('finds nothing where every count came, also of an empty table', () => {
    expect(run(fine, { ...fine, model: 'Goal' })).toEqual({ compared: 2, findings: [] });
  });

  it('gives the code and the last paragraph of Prisma’s message', () => {
    const text =
      '\nInvalid `prisma.goal.count()` invocation:\n\n\nThe table `public.goals` does not exist in the current database.';
    const { compared, findings } = run(fine, broken('P2021', text));
    expect(compared).toBe(2);
    expect(findings).toMatchObject([
      {
        key: 'client.delegate-failing:Goal',
        subject: { kind: 'model', name: 'goal', model: 'Goal' },
        message:
          'Reading through goal (model Goal) fails with P2021: The table `public.goals` does not exist in the current database.',
        remedy: { kind: 'note' },
      },
    ]);
  });

  it('takes a count that did not end in time as unknown, and still reports the others', () => {
    const late = broken('timeout', 'The count did not end within 900 ms.');
    expect(run(fine, late)).toMatchObject({
      compared: 1,
      findings: [],
      unknown: expect.stringContaining('1 delegate did not answer in time (Goal)'),
    });
    expect(run(broken('P2021', 'gone'), { ...late, model: 'Tag' }).findings).toHaveLength(1);
  });

  it.each([
    ['P2010', 'Raw query failed. Code: `42501`. Message: `permission denied for table goals`'],
    ['P2039', 'Database error. Error code: `42501`.'],
    ['42501', null],
    ['error', 'permission denied for schema audit'],
  ])('takes a count that our user may not make as unknown: %s', (code, message) => {
    const result = run(fine, broken(code, message));
    expect(result).toMatchObject({ compared: 1, findings: [] });
    expect(result.unknown).toMatch(/^1 delegate was refused .*\(Goal\).* GRANT SELECT .*\.$/);
    const late = { ...broken('timeout', 'late'), model: 'Tag' };
    expect(run(broken(code, message), late).unknown).toMatch(
      /did not answer in time \(Tag\).*refused.*\(Goal\)/,
    );
  });

  it('offers to generate the client where a delegate is missing', () => {
    expect(run(broken('missing-delegate', 'The client has no delegate goal')).findings[0]?.remedy.kind).toBe(
      'command',
    );
  });

  it('says so where no message came, and masks secrets of one', () => {
    expect(run(broken(null, null)).findings[0]?.observed).toBe('unknown error: no message came with it');
    expect(run(broken('error', 'postgres://a:secret@b failed')).findings[0]?.message).toContain(
      'postgres://a:***@b',
    );
  });

  it('takes story and line from the schema where it is known', () => {
    const model = { ...aModel('Goal', 'goals'), story: '5.2', source: { file: 'schema.prisma', line: 9 } };
    const [finding] = delegates.runWith(
      { 'client.delegates': { results: [broken('P2021', 'x')] }, 'schema.prisma': aSchema([model]) },
      SETTINGS,
    ).findings;
    expect(finding).toMatchObject({ subject: { story: '5.2' }, source: { line: 9 } });
  });

  it('makes one finding of a client that cannot be imported, whatever the number of its models', () => {
    const why = 'The generated client in generated cannot be imported: enums.ts:1: Unexpected "=".';
    const all = [broken('import-failed', why), { ...broken('import-failed', why), model: 'User' }];
    const other = { ...broken('import-failed', why), client: 'b' };
    const { compared, findings, unknown } = run(...all, other);
    expect({ compared, unknown }).toEqual({ compared: 3, unknown: undefined });
    expect(findings).toMatchObject([
      {
        key: 'client.delegate-failing:client:import',
        severity: 'error',
        subject: { kind: 'client' },
        message: `No delegate works: ${why}`,
        remedy: { kind: 'command' },
      },
      { key: 'client.delegate-failing:b:import' },
    ]);
  });

  it('takes a client that could not be tried as unknown, once, beside one that could', () => {
    const why = 'The native engine of the client in old (Prisma 5.22.0) is not here.';
    const untried = { ...broken('not-tried', why), client: 'old' };
    expect(run(fine, untried, { ...untried, model: 'User' })).toEqual({
      compared: 1,
      findings: [],
      unknown: why,
    });
  });

  it('tells the same model of two clients apart', () => {
    const keys = run(broken('P2021', 'x'), { ...broken('P2021', 'x'), client: 'b' }).findings.map(
      ({ key }) => key,
    );
    expect(keys).toEqual(['client.delegate-failing:Goal', 'client.delegate-failing:b:Goal']);
  });

  it('points to the value where one cannot be decoded', () => {
    expect(run(broken('P2032', 'x')).findings[0]?.remedy.text).toContain('A value in the table');
  });

  it('compares nothing where nothing was counted', () => {
    expect(run()).toEqual({ compared: 0, findings: [] });
  });

  it('cannot run without its observation', () => {
    expect(() => delegates.runWith({}, SETTINGS)).toThrow('client.delegates');
  });
});
