import { describe, expect, it } from 'vitest';
import type { ForeignKey } from '../shared/database-schema';
import { foreignKeys } from './foreign-keys';
import { column, databaseSchema, foreignKey, prismaSchemaOf, table } from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

const toUsers = foreignKey('goals', 'userId', 'users');
const declared = databaseSchema([
  table('users'),
  table('goals', { columns: [column('id'), column('userId')], foreignKeys: [toUsers] }),
]);
const live = (...keys: ForeignKey[]) =>
  sides(
    declared,
    changed(declared, 'goals', (goals) => {
      goals.foreignKeys = keys;
    }),
  );

describe('foreign-keys', () => {
  it('passes where the same is tied together, under whatever name', () => {
    expect(runCheck(foreignKeys, live({ ...toUsers, name: 'by_hand' }))).toEqual({
      compared: 1,
      findings: [],
    });
  });

  it('takes the pairs of a composite key in any order', () => {
    const composite = (columns: string[], targets: string[]): ForeignKey => ({
      ...toUsers,
      columns,
      references: { schema: 'public', table: 'users', columns: targets },
    });
    const schema = databaseSchema([
      table('users'),
      table('goals', { foreignKeys: [composite(['a', 'b'], ['x', 'y'])] }),
    ]);
    const turned = (columns: string[], targets: string[]) =>
      changed(schema, 'goals', (goals) => {
        goals.foreignKeys = [composite(columns, targets)];
      });
    expect(keysOf(runCheck(foreignKeys, sides(schema, turned(['b', 'a'], ['y', 'x']))))).toEqual([]);
    expect(keysOf(runCheck(foreignKeys, sides(schema, turned(['b', 'a'], ['x', 'y']))))).toHaveLength(2);
  });

  it('finds a missing one', () => {
    expect(onlyFinding(runCheck(foreignKeys, live()))).toMatchObject({
      key: 'foreign-key.missing:public.goals:userId->public.users(id)',
      severity: 'error',
      impact: 'integrity',
      subject: { kind: 'foreign-key', table: 'goals', name: 'goals_userId_fkey', model: 'Goals' },
      remedy: {
        statements: [
          {
            sql: 'ALTER TABLE "public"."goals" ADD CONSTRAINT "goals_userId_fkey" FOREIGN KEY ("userId") REFERENCES "public"."users" ("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;',
            lock: 'SHARE ROW EXCLUSIVE',
            scans: false,
          },
          { sql: 'ALTER TABLE "public"."goals" VALIDATE CONSTRAINT "goals_userId_fkey";', phase: 'validate' },
        ],
      },
    });
  });

  it('leaves to table.missing what points to a table that lacks whole', () => {
    const observed = live();
    const catalogue = observed['database.catalogue'];
    catalogue.tables = catalogue.tables.filter((item) => item.name !== 'users');
    expect(runCheck(foreignKeys, observed)).toEqual({ compared: 0, findings: [] });
  });

  it('finds other actions and names both sides', () => {
    const finding = onlyFinding(runCheck(foreignKeys, live({ ...toUsers, onDelete: 'RESTRICT' })));
    expect(finding).toMatchObject({
      rule: 'foreign-key.action',
      severity: 'error',
      expected: 'ON DELETE CASCADE ON UPDATE CASCADE',
      observed: 'ON DELETE RESTRICT ON UPDATE CASCADE',
    });
    expect(finding.message).toContain(finding.expected);
    expect(finding.message).toContain(finding.observed);
    expect(onlyFinding(runCheck(foreignKeys, live({ ...toUsers, onUpdate: 'NO ACTION' }))).rule).toBe(
      'foreign-key.action',
    );
  });

  it('finds a second key of the same tie with other actions', () => {
    const second = { ...toUsers, name: 'second', onDelete: 'RESTRICT' as const };
    expect(onlyFinding(runCheck(foreignKeys, live(toUsers, second))).remedy.text).toContain(
      'DROP CONSTRAINT "second"',
    );
  });

  it('finds one that may wait for the commit, and one that was never validated', () => {
    expect(onlyFinding(runCheck(foreignKeys, live({ ...toUsers, deferrable: true })))).toMatchObject({
      rule: 'foreign-key.definition',
      severity: 'warning',
      remedy: {
        statements: [
          { sql: 'ALTER TABLE "public"."goals" ALTER CONSTRAINT "goals_userId_fkey" NOT DEFERRABLE;' },
        ],
      },
    });
    expect(onlyFinding(runCheck(foreignKeys, live({ ...toUsers, validated: false })))).toMatchObject({
      rule: 'constraint.not-validated',
      severity: 'warning',
      remedy: {
        statements: [{ sql: 'ALTER TABLE "public"."goals" VALIDATE CONSTRAINT "goals_userId_fkey";' }],
      },
    });
  });

  it('finds one that is not enforced as an error of its definition, and not as one to be validated', () => {
    const inert = { ...toUsers, validated: false, enforced: false };
    const finding = onlyFinding(runCheck(foreignKeys, live(inert)));
    expect(finding).toMatchObject({
      rule: 'foreign-key.definition',
      severity: 'error',
      impact: 'integrity',
      remedy: {
        statements: [{ sql: 'ALTER TABLE "public"."goals" ALTER CONSTRAINT "goals_userId_fkey" ENFORCED;' }],
      },
    });
    expect(finding.message).toContain('NOT ENFORCED');
    const other = onlyFinding(
      runCheck(foreignKeys, live({ ...inert, onDelete: 'RESTRICT', deferrable: true })),
    );
    expect(sqlOf(other)).toMatch(/DROP CONSTRAINT .* ADD CONSTRAINT/);
    expect(keysOf(runCheck(foreignKeys, live({ ...inert, name: 'second' }, toUsers)))).toEqual([]);
  });

  it('finds one that only the database has', () => {
    const extra = foreignKey('goals', 'id', 'users');
    expect(onlyFinding(runCheck(foreignKeys, live(toUsers, extra)))).toMatchObject({
      key: 'foreign-key.unexpected:public.goals:id->public.users(id)',
      severity: 'warning',
      remedy: { statements: [{ sql: 'ALTER TABLE "public"."goals" DROP CONSTRAINT "goals_id_fkey";' }] },
    });
  });

  it('expects none with relationMode = "prisma"', () => {
    const schema = prismaSchemaOf(declared, { relationMode: 'prisma' });
    expect(runCheck(foreignKeys, { ...live(), 'schema.prisma': schema }).nothingToCompare).toMatch(
      /foreign key/,
    );
    const finding = onlyFinding(runCheck(foreignKeys, { ...live(toUsers), 'schema.prisma': schema }));
    expect(finding.rule).toBe('foreign-key.unexpected');
    expect(finding.message).toContain('relationMode = "prisma"');
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    expect(keysOf(runCheck(foreignKeys, live(), ['goals_userId_fkey']))).toEqual([]);
    expectNeeds(foreignKeys, sides(declared));
  });
});
