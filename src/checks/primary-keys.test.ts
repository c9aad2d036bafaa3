import { describe, expect, it } from 'vitest';
import { primaryKeys } from './primary-keys';
import { column, databaseSchema, prismaSchemaOf, table, unique } from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck, sides } from './testing/sides';

const key = (...columns: string[]) => ({ name: 'links_pkey', columns });
const declared = databaseSchema([
  table('links', { columns: [column('a'), column('b')], primaryKey: key('a', 'b') }),
]);
const live = (primaryKey: ReturnType<typeof key> | null) =>
  sides(
    declared,
    changed(declared, 'links', (links) => {
      links.primaryKey = primaryKey;
    }),
  );

describe('primary-keys', () => {
  it('passes where the columns are the same, under whatever name', () => {
    expect(runCheck(primaryKeys, live({ name: 'other', columns: ['a', 'b'] }))).toEqual({
      compared: 1,
      findings: [],
    });
  });

  it('finds a missing key', () => {
    expect(onlyFinding(runCheck(primaryKeys, live(null)))).toMatchObject({
      key: 'primary-key.missing:public.links',
      severity: 'error',
      impact: 'integrity',
      remedy: {
        statements: [
          {
            sql: 'CREATE UNIQUE INDEX CONCURRENTLY "links_pkey" ON "public"."links" ("a", "b");',
            transaction: 'outside',
          },
          {
            sql: 'ALTER TABLE "public"."links" ADD CONSTRAINT "links_pkey" PRIMARY KEY USING INDEX "links_pkey";',
            lock: 'ACCESS EXCLUSIVE',
            scans: false,
          },
        ],
      },
    });
  });

  it('is milder where a unique index guards the same columns, but not where one of them may be null', () => {
    const guarded = (nullable: boolean) =>
      sides(
        declared,
        changed(declared, 'links', (links) => {
          links.primaryKey = null;
          links.columns = [column('a'), column('b', { nullable })];
          links.indexes = [unique('links', ['a', 'b'])];
        }),
      );
    expect(onlyFinding(runCheck(primaryKeys, guarded(false))).severity).toBe('warning');
    expect(onlyFinding(runCheck(primaryKeys, guarded(true))).severity).toBe('error');
  });

  it('only mentions a many-to-many table from before Prisma 6, and drops nothing there', () => {
    const ab = databaseSchema([
      table('_AToB', {
        columns: [column('A'), column('B')],
        primaryKey: { name: '_AToB_AB_pkey', columns: ['A', 'B'] },
      }),
    ]);
    const old = (valid: boolean) => ({
      ...sides(
        ab,
        changed(ab, '_AToB', (links) => {
          links.primaryKey = null;
          links.indexes = [unique('_AToB', ['A', 'B'], { name: '_AToB_AB_unique', valid })];
        }),
      ),
      'schema.prisma': prismaSchemaOf(databaseSchema([])),
    });
    const finding = onlyFinding(runCheck(primaryKeys, old(true)));
    expect(finding.severity).toBe('info');
    expect(finding.message).toContain('only the unique index _AToB_AB_unique');
    expect(finding.remedy.text).not.toContain('DROP');
    expect(onlyFinding(runCheck(primaryKeys, old(false))).severity).toBe('error');
  });

  it('finds other columns, and the same ones in another order as a warning', () => {
    expect(onlyFinding(runCheck(primaryKeys, live(key('a'))))).toMatchObject({
      key: 'primary-key.columns:public.links',
      severity: 'error',
      expected: 'primary key (a, b)',
      observed: 'primary key (a)',
    });
    expect(onlyFinding(runCheck(primaryKeys, live(key('b', 'a')))).severity).toBe('warning');
  });

  it('finds a key that only the database has', () => {
    const without = databaseSchema([table('links', { primaryKey: null })]);
    const withKey = changed(without, 'links', (links) => {
      links.primaryKey = key('a', 'b');
    });
    expect(onlyFinding(runCheck(primaryKeys, sides(without, withKey)))).toMatchObject({
      key: 'primary-key.unexpected:public.links',
      remedy: { kind: 'edit', text: '@@id([a, b])' },
    });
    expect(runCheck(primaryKeys, sides(without)).nothingToCompare).toMatch(/Neither .* a primary key/);
  });

  it('has compared nothing where all tables lack, leaves out what a pattern names, needs its needs', () => {
    expect(runCheck(primaryKeys, sides(declared, databaseSchema([])))).toEqual({ compared: 0, findings: [] });
    expect(keysOf(runCheck(primaryKeys, live(null), ['link?', 'links']))).toEqual([]);
    expectNeeds(primaryKeys, sides(declared));
  });
});
