import { describe, expect, it } from 'vitest';
import type { Index } from '../shared/database-schema';
import { column, databaseSchema, index, migrationsFolder, table, unique } from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';
import { uniques } from './uniques';

const columns = [column('id'), column('email'), column('tenant')];
const declared = databaseSchema([
  table('users', { columns, indexes: [unique('users', ['tenant', 'email'])] }),
]);
const live = (...indexes: Index[]) =>
  sides(
    declared,
    changed(declared, 'users', (users) => {
      users.indexes = [...users.indexes.slice(0, 1), ...indexes];
    }),
  );

describe('uniques', () => {
  it('passes where both sides are unique by the same columns', () => {
    expect(runCheck(uniques, sides(declared))).toEqual({ compared: 1, findings: [] });
  });

  it.each([
    [
      'a constraint of another name',
      unique('users', ['tenant', 'email'], { name: 'x', constraint: 'unique' }),
    ],
    ['an index with more columns along', unique('users', ['tenant', 'email'], { include: ['id'] })],
  ])('takes for the same: %s', (_what, other) => {
    expect(keysOf(runCheck(uniques, live(other)))).toEqual([]);
  });

  it('finds a deferrable constraint in its place, which upserts cannot go by, unless a migration makes it so', () => {
    const deferred = unique('users', ['tenant', 'email'], { constraint: 'unique', deferrable: true });
    const finding = onlyFinding(runCheck(uniques, live(deferred)));
    expect(finding).toMatchObject({
      key: 'unique.missing:public.users:tenant,email',
      severity: 'error',
      impact: 'write',
      observed: 'unique (tenant, email), deferrable',
    });
    expect(sqlOf(finding)).toContain('DROP CONSTRAINT');
    const migrated = {
      ...live(deferred),
      'migrations.folder': migrationsFolder(['1'], { indexes: [deferred] }),
    };
    expect(keysOf(runCheck(uniques, migrated))).toEqual([]);
  });

  it('finds what nothing enforces', () => {
    const finding = onlyFinding(runCheck(uniques, live()));
    expect(finding).toMatchObject({
      key: 'unique.missing:public.users:tenant,email',
      severity: 'error',
      impact: 'integrity',
      subject: { kind: 'unique', table: 'users', name: 'users_tenant_email_key', model: 'Users' },
    });
    expect(sqlOf(finding)).toBe(
      'CREATE UNIQUE INDEX CONCURRENTLY "users_tenant_email_key" ON "public"."users" USING btree ("tenant", "email");',
    );
  });

  it('finds an index that is not unique in its place, and puts it aside where it has its name', () => {
    const same = index('users', ['tenant', 'email'], { name: 'users_tenant_email_key' });
    const finding = onlyFinding(runCheck(uniques, live(same)));
    expect(finding.observed).toContain('only users_tenant_email_key not unique on (tenant, email)');
    expect(sqlOf(finding)).toMatch(
      /^ALTER INDEX .* RENAME TO .*;\nCREATE UNIQUE .*;\nDROP INDEX .*_key_old";$/,
    );
  });

  it.each([
    ['other order', unique('users', ['email', 'tenant']), 'email,tenant'],
    [
      'a predicate',
      unique('users', ['tenant', 'email'], { predicate: 'id > 0' }),
      'tenant,email where id > 0',
    ],
  ])('does not take for the same: %s', (_what, other, words) => {
    expect(keysOf(runCheck(uniques, live(other)))).toEqual([
      'unique.missing:public.users:tenant,email',
      `unique.unexpected:public.users:${words}`,
    ]);
  });

  it.each([
    ['not valid', { valid: false }],
    ['not ready', { ready: false }],
  ])('takes for no enforcement an index that is %s', (words, over) => {
    const finding = onlyFinding(
      runCheck(uniques, live(unique('users', ['tenant', 'email'], { name: 'broken', ...over }))),
    );
    expect(finding).toMatchObject({ rule: 'unique.missing', severity: 'error' });
    expect(finding.message).toContain(`the unique index broken is there, but ${words}.`);
    expect(sqlOf(finding)).toBe('REINDEX INDEX CONCURRENTLY "public"."broken";');
  });

  it('takes a stricter one for the declared one, and never proposes to drop it', () => {
    const partial = databaseSchema([
      table('users', { columns, indexes: [unique('users', ['email'], { predicate: 'id > 0' })] }),
    ]);
    const full = changed(partial, 'users', (users) => {
      users.indexes = [...users.indexes.slice(0, 1), unique('users', ['email'])];
    });
    const noNulls = live(unique('users', ['tenant', 'email'], { nullsNotDistinct: true }));
    for (const observed of [sides(partial, full), noNulls]) {
      const finding = onlyFinding(runCheck(uniques, observed));
      expect(finding).toMatchObject({
        rule: 'unique.unexpected',
        severity: 'info',
        remedy: { kind: 'note' },
      });
      expect(finding.message).toContain('stricter than');
    }
  });

  it('warns of a stricter one beside the declared one, which may go', () => {
    const exact = unique('users', ['tenant', 'email']);
    const stricter = unique('users', ['tenant', 'email'], { name: 'strict', nullsNotDistinct: true });
    expect(onlyFinding(runCheck(uniques, live(exact, stricter)))).toMatchObject({
      rule: 'unique.unexpected',
      severity: 'warning',
      remedy: { statements: [{ sql: 'DROP INDEX CONCURRENTLY "public"."strict";' }] },
    });
  });

  it('does not call unexpected what stands in the place of the primary key', () => {
    const key = { name: '_AToB_AB_pkey', columns: ['A', 'B'] };
    const links = databaseSchema([table('_AToB', { columns: [column('A'), column('B')], primaryKey: key })]);
    const old = changed(links, '_AToB', (table) => {
      table.primaryKey = null;
      table.indexes = [unique('_AToB', ['A', 'B'], { name: '_AToB_AB_unique' })];
    });
    expect(runCheck(uniques, sides(links, old))).toEqual({ compared: 1, findings: [] });
  });

  it('finds one that only the database has, once for all that guard the same', () => {
    const finding = onlyFinding(
      runCheck(
        uniques,
        live(
          unique('users', ['tenant', 'email']),
          unique('users', ['email']),
          unique('users', ['email'], { name: 'by_hand', constraint: 'unique' }),
        ),
      ),
    );
    expect(finding).toMatchObject({
      key: 'unique.unexpected:public.users:email',
      severity: 'warning',
      impact: 'write',
    });
    expect(sqlOf(finding)).toBe(
      'DROP INDEX CONCURRENTLY "public"."users_email_key";\nALTER TABLE "public"."users" DROP CONSTRAINT "by_hand";',
    );
  });

  it('leaves to the strategic indexes what a migration declares', () => {
    const partial = unique('users', ['email'], { predicate: 'tenant IS NULL' });
    const observed = {
      ...live(unique('users', ['tenant', 'email']), partial),
      'migrations.folder': migrationsFolder(['1'], { indexes: [partial] }),
    };
    expect(runCheck(uniques, observed)).toEqual({ compared: 2, findings: [] });
  });

  it('is skipped where neither side has one, and unknown where the tables of those expected lack', () => {
    const without = databaseSchema([table('users')]);
    expect(runCheck(uniques, sides(without)).nothingToCompare).toMatch(
      /a unique constraint on the one table/,
    );
    const lacking = databaseSchema([...declared.tables, table('goals')]);
    const result = runCheck(uniques, sides(lacking, databaseSchema([table('goals')])));
    expect(result).toEqual({ compared: 0, findings: [] });
  });

  it('leaves out what a pattern names, and cannot run without its needs', () => {
    const observed = live(unique('users', ['tenant', 'email']), unique('users', ['email']));
    expect(keysOf(runCheck(uniques, observed, ['*_email_key']))).toEqual([]);
    expectNeeds(uniques, sides(declared));
  });
});
