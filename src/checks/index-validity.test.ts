import { describe, expect, it } from 'vitest';
import { indexValidity } from './index-validity';
import { databaseSchema, index, prismaSchemaOf, table, unique } from './testing/builders';
import { expectNeeds, keysOf, onlyFinding, runCheck, sqlOf } from './testing/sides';

const good = index('users', ['email']);
const catalogue = (over: Partial<typeof good> = {}) => ({
  'database.catalogue': databaseSchema([table('users', { indexes: [{ ...good, ...over }] })]),
});

describe('index-validity', () => {
  it('passes where every index is valid and ready', () => {
    expect(runCheck(indexValidity, catalogue())).toEqual({ compared: 2, findings: [] });
  });

  it.each([
    ['not valid', { valid: false }],
    ['not ready for writes', { ready: false }],
    ['neither valid nor ready', { valid: false, ready: false }],
  ])('finds one that is %s', (words, over) => {
    const finding = onlyFinding(runCheck(indexValidity, catalogue(over)));
    expect(finding).toMatchObject({
      key: 'index.invalid:public.users:users_email_idx',
      severity: 'error',
      impact: 'performance',
      expected: 'valid and ready',
      observed: words,
    });
    expect(sqlOf(finding)).toBe('REINDEX INDEX CONCURRENTLY "public"."users_email_idx";');
  });

  it('takes an invalid unique one for a loss of integrity, and never drops a constraint', () => {
    const broken = unique('users', ['email'], { valid: false, constraint: 'unique' });
    const observed = {
      'database.catalogue': databaseSchema([table('users', { indexes: [broken] })]),
      'schema.prisma': prismaSchemaOf(databaseSchema([table('users')])),
    };
    const finding = onlyFinding(runCheck(indexValidity, observed));
    expect(finding).toMatchObject({ impact: 'integrity', subject: { model: 'Users' } });
    expect(finding.remedy.text).not.toContain('DROP');
  });

  it('speaks of partitions where the table has them', () => {
    const observed = catalogue({ valid: false });
    for (const found of observed['database.catalogue'].tables) found.kind = 'partitioned table';
    expect(onlyFinding(runCheck(indexValidity, observed)).remedy.text).toContain('ATTACH PARTITION');
  });

  it('is skipped where tables have no index, unknown where there is no table', () => {
    const bare = databaseSchema([table('users', { primaryKey: null })]);
    expect(runCheck(indexValidity, { 'database.catalogue': bare }).nothingToCompare).toMatch(/No table/);
    expect(runCheck(indexValidity, { 'database.catalogue': databaseSchema([]) })).toEqual({
      compared: 0,
      findings: [],
    });
  });

  describe('while somebody builds one', () => {
    const build = {
      schema: 'public',
      table: 'users',
      name: 'users_email_idx',
      phase: 'building index',
      done: 0.456,
    };
    const building = (builds: (typeof build)[]) => ({
      ...catalogue({ valid: false }),
      'database.index-builds': builds,
    });

    it('neither calls it invalid nor counts it as in order', () => {
      const result = runCheck(indexValidity, building([build]));
      expect(result).toMatchObject({ compared: 1, findings: [] });
      expect(result.leftOut).toBe(
        '1 index not judged, since somebody is building or dropping it at this moment: users_email_idx on public.users (building index, 45 % done). Look again when that is done.',
      );
    });

    it('calls another one invalid, for certain', () => {
      const { message } = onlyFinding(runCheck(indexValidity, building([{ ...build, name: 'other' }])));
      expect(message).not.toContain('unless');
    });

    it('says that it may be so where that could not be read', () => {
      const { message } = onlyFinding(runCheck(indexValidity, catalogue({ valid: false })));
      expect(message).toContain('unless somebody is building it at this moment, which could not be read');
    });
  });

  it('drops what a REINDEX has left beside the index itself, and mends what stands alone', () => {
    const left = { ...good, name: 'users_email_idx_ccnew', valid: false };
    const beside = (...indexes: (typeof good)[]) =>
      runCheck(indexValidity, { 'database.catalogue': databaseSchema([table('users', { indexes })]) });
    expect(sqlOf(onlyFinding(beside(good, left)))).toBe(
      'DROP INDEX CONCURRENTLY "public"."users_email_idx_ccnew";',
    );
    expect(sqlOf(onlyFinding(beside(left)))).toMatch(/^REINDEX/);
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(keysOf(runCheck(indexValidity, catalogue({ valid: false }), ['users_email_idx']))).toEqual([]);
    expectNeeds(indexValidity, catalogue());
  });
});
