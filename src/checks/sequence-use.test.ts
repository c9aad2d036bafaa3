import { describe, expect, it } from 'vitest';
import type { Sequence, SequenceUse } from '../shared/database-schema';
import { sequenceUse } from './sequence-use';
import { column, databaseSchema, prismaSchemaOf, sequence, sequenceUsed, table } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';

const MAXIMUM = '9223372036854775807';

function observe(use: Partial<SequenceUse>, of: Partial<Sequence> = {}, type = 'integer', name = 'id') {
  const schema = {
    ...databaseSchema([table('users', { columns: [column(name, { type, default: 'nextval' })] })]),
    sequences: [sequence('users', name, of)],
  };
  return {
    'database.catalogue': schema,
    'database.sequences': [sequenceUsed('users', name, use)],
    'schema.prisma': prismaSchemaOf(schema),
  };
}
const check = (...parts: Parameters<typeof observe>) => runCheck(sequenceUse, observe(...parts));

describe('sequence-use', () => {
  it('passes where the next value is beyond all that are stored', () => {
    expect(check({})).toEqual({ compared: 1, findings: [] });
    expect(keysOf(check({ next: '1', extreme: null }))).toEqual([]);
  });

  it('finds one that is behind: the next insert fails', () => {
    const finding = onlyFinding(check({ next: '10', extreme: '10' }));
    expect(finding).toMatchObject({
      key: 'sequence.behind:public.users:id',
      severity: 'error',
      impact: 'write',
      subject: { kind: 'sequence', table: 'users', model: 'Users', field: 'id' },
      expected: 'next value above 10',
      observed: 'next value 10',
    });
    expect(finding.message).toContain('P2002');
    expect(finding.remedy.text).toContain(
      `SELECT setval('"public"."users_id_seq"', (SELECT max("id") FROM "public"."users"));`,
    );
  });

  it('is milder where the column is not unique', () => {
    const finding = onlyFinding(check({ next: '3', extreme: '10' }, {}, 'integer', 'place'));
    expect(finding).toMatchObject({ severity: 'warning', impact: 'integrity' });
  });

  it('is right for one that counts down, by several, or in a circle', () => {
    const down = { increment: '-1', minimum: '-2147483648', maximum: '-1', start: '-1' };
    expect(keysOf(check({ next: '-11', extreme: '-10' }, down))).toEqual([]);
    expect(onlyFinding(check({ next: '-10', extreme: '-10' }, down)).remedy.text).toContain('min("id")');
    expect(onlyFinding(check({ next: '-2000000000', extreme: null }, down)).rule).toBe('sequence.exhaustion');
    // Odd numbers here, even ones elsewhere.
    expect(keysOf(check({ next: '11', extreme: '14' }, { increment: '2' }))).toEqual([]);
    expect(keysOf(check({ next: '11', extreme: '15' }, { increment: '2' }))).toHaveLength(1);
    expect(keysOf(check({ next: '1', extreme: '9' }, { cycle: true, maximum: '9' }))).toEqual([]);
    expect(keysOf(check({ next: '9', extreme: '9' }, { cycle: true, maximum: '9' }))).toEqual([]);
  });

  it('finds one that has used its range, before and at the end', () => {
    expect(keysOf(check({ next: '1717986000', extreme: null }))).toEqual([]);
    expect(onlyFinding(check({ next: '1720000000', extreme: null }))).toMatchObject({
      key: 'sequence.exhaustion:public.users:id',
      severity: 'warning',
      impact: 'write',
      observed: '80 % used, next value 1720000000',
    });
    expect(onlyFinding(check({ next: '2147483648', extreme: '2147483647' }))).toMatchObject({
      severity: 'error',
      observed: 'next value 2147483648',
    });
  });

  it('ends a bigint sequence where its column, or the field, ends', () => {
    const big = { type: 'bigint' as const, maximum: MAXIMUM };
    expect(onlyFinding(check({ next: '2147483648', extreme: '2147483647' }, big)).message).toContain(
      'where the type of public.users.id ends',
    );
    expect(keysOf(check({ next: '2147483648', extreme: '2147483647' }, big, 'bigint'))).toEqual([]);
    expect(onlyFinding(check({ next: '32000', extreme: null }, big, 'smallint')).rule).toBe(
      'sequence.exhaustion',
    );
    const observed = observe({ next: '2147483648', extreme: '2147483647' }, big, 'bigint');
    for (const model of observed['schema.prisma'].models)
      for (const field of model.fields) field.type = 'Int';
    expect(onlyFinding(runCheck(sequenceUse, observed)).message).toContain("the field's Int");
    // Beyond what a double can tell apart.
    expect(onlyFinding(check({ next: MAXIMUM, extreme: null }, big, 'bigint')).observed).toContain(MAXIMUM);
    expect(keysOf(check({ next: '9007199254740993', extreme: '9007199254740992' }, big, 'bigint'))).toEqual(
      [],
    );
  });

  it('is unknown where one could not be read, and still judges the others', () => {
    const observed = observe({ next: '10' });
    const denied = sequenceUsed('users', 'id', {
      next: null,
      extreme: null,
      unreadable: 'The user may not read it: GRANT SELECT.',
    });
    const result = runCheck(sequenceUse, {
      ...observed,
      'database.sequences': [...observed['database.sequences'], denied],
    });
    expect(result.unknown).toMatch(/users_id_seq.*GRANT SELECT/);
    expect(keysOf(result)).toEqual(['sequence.behind:public.users:id']);
    const half = check({ extreme: null, unreadable: 'The column could not be read.' });
    expect(half.unknown).toMatch(/could not be read/);
  });

  it('is skipped where no column is counted; leaves out what a pattern names; needs its needs', () => {
    const observed = observe({ next: '1' });
    expect(runCheck(sequenceUse, { ...observed, 'database.sequences': [] }).nothingToCompare).toMatch(
      /fed by a sequence/,
    );
    expect(keysOf(runCheck(sequenceUse, observed, ['users']))).toEqual([]);
    expectNeeds(sequenceUse, observed);
  });
});
