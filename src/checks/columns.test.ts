import { describe, expect, it } from 'vitest';
import type { Column } from '../shared/database-schema';
import { columns } from './columns';
import {
  asObserved,
  column,
  databaseSchema,
  migrationsReplay,
  prismaSchemaOf,
  table,
} from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

/** Declares one column beside `id`, makes the database's other, and gives the only finding. */
function differing(declared: Partial<Column>, live: Partial<Column>) {
  return onlyFinding(runCheck(columns, pairOf(declared, live)));
}

function pairOf(declared: Partial<Column>, live: Partial<Column>) {
  const schema = databaseSchema([table('users', { columns: [column('id'), column('email', declared)] })]);
  return sides(
    schema,
    changed(schema, 'users', (users) => {
      users.columns = [column('id'), column('email', { ...declared, ...live })];
    }),
  );
}

const declared = databaseSchema([table('users', { columns: [column('id'), column('email')] })]);

describe('columns', () => {
  it('passes where both sides have the same columns, in whatever order', () => {
    const live = changed(declared, 'users', (users) => {
      users.columns.reverse();
    });
    expect(runCheck(columns, sides(declared, live))).toEqual({ compared: 2, findings: [] });
  });

  it('finds a missing column with the line of its field and the statement that adds it', () => {
    const live = changed(declared, 'users', (users) => {
      users.columns = [column('id')];
    });
    expect(onlyFinding(runCheck(columns, sides(declared, live)))).toMatchObject({
      key: 'column.missing:public.users:email',
      severity: 'error',
      impact: 'read',
      subject: {
        kind: 'column',
        table: 'users',
        name: 'email',
        model: 'Users',
        field: 'email',
        story: '5.1',
      },
      source: { file: 'prisma/schema.prisma', line: 3 },
      remedy: {
        statements: [
          { sql: 'ALTER TABLE "public"."users" ADD COLUMN "email" text;', rewrites: false, scans: false },
          { sql: 'ALTER TABLE "public"."users" ALTER COLUMN "email" SET NOT NULL;', scans: true },
        ],
      },
    });
  });

  it('says nothing of a table that lacks whole, and then has compared nothing', () => {
    expect(runCheck(columns, sides(declared, databaseSchema([])))).toEqual({ compared: 0, findings: [] });
  });

  it('says nothing of a view in the place of a table', () => {
    const live = changed(declared, 'users', (users) => {
      users.kind = 'view';
      users.columns = [];
    });
    expect(runCheck(columns, sides(declared, live)).compared).toBe(0);
  });

  it.each([
    ['not null without a default', {}, 'error', 'write'],
    ['nullable', { nullable: true }, 'warning', 'none'],
    ['with a default', { default: '0' }, 'warning', 'none'],
    ['an identity column', { identity: 'always' as const }, 'warning', 'none'],
    ['a generated column', { generated: 'stored' as const }, 'warning', 'none'],
  ])('finds an unexpected column, %s', (_what, over, severity, impact) => {
    const live = changed(declared, 'users', (users) => {
      users.columns.push(column('extra', over));
    });
    const result = runCheck(columns, sides(declared, live));
    expect(onlyFinding(result)).toMatchObject({
      key: 'column.unexpected:public.users:extra',
      severity,
      impact,
    });
    expect(result.compared).toBe(3);
  });

  it('finds another type, and steps around the default that would stop the change', () => {
    const finding = differing({ type: '"Role"', default: "'A'" }, { type: 'text' });
    expect(finding).toMatchObject({
      rule: 'column.type',
      severity: 'error',
      expected: '"Role"',
      observed: 'text',
    });
    expect(sqlOf(finding)).toBe(
      `ALTER TABLE "public"."users" ALTER COLUMN "email" DROP DEFAULT, ALTER COLUMN "email" TYPE "Role" USING "email"::text::"Role", ALTER COLUMN "email" SET DEFAULT 'A';`,
    );
  });

  it.each([
    ['required, nullable there', {}, { nullable: true }, 'error', 'read', 'SET NOT NULL'],
    ['optional, NOT NULL there', { nullable: true }, { nullable: false }, 'error', 'write', 'DROP NOT NULL'],
    [
      'a list, NOT NULL there',
      { nullable: true, type: 'text[]' },
      { nullable: false },
      'error',
      'write',
      'DROP',
    ],
    [
      'a list with a default, NOT NULL there',
      { nullable: true, type: 'text[]', default: "'{}'" },
      { nullable: false },
      'info',
      'none',
      'DROP',
    ],
  ])('finds another nullability: %s', (_what, ours, theirs, severity, impact, remedy) => {
    const finding = differing(ours, theirs);
    expect(finding).toMatchObject({ rule: 'column.nullability', severity, impact });
    expect(sqlOf(finding)).toContain(remedy);
  });

  it.each([
    ['lost on a required column', { default: 'lower(id)' }, { default: null }, 'error', 'write'],
    [
      'lost on an optional one',
      { default: 'f()', nullable: true },
      { default: null },
      'warning',
      'integrity',
    ],
    ['another call', { default: 'f()' }, { default: 'g()' }, 'warning', 'integrity'],
    ['a literal lost, which the client sends', { default: '0' }, { default: null }, 'warning', 'none'],
    ['another literal', { default: "'A'" }, { default: "'B'" }, 'warning', 'none'],
    ['now() lost', { default: 'CURRENT_TIMESTAMP' }, { default: null }, 'warning', 'none'],
    ['only in the database', {}, { default: '1' }, 'warning', 'none'],
    ['a sequence lost', { default: 'nextval', type: 'integer' }, { default: null }, 'error', 'write'],
  ])('finds another default: %s', (_what, ours, theirs, severity, impact) => {
    const finding = differing(ours, theirs);
    expect(finding).toMatchObject({ rule: 'column.default', severity, impact });
    expect(sqlOf(finding)).toMatch(/SET DEFAULT|DROP DEFAULT/);
  });

  it('goes by what the schema says of a default before it guesses', () => {
    const observed = pairOf({ default: '0' }, { default: null });
    for (const { fields } of observed['schema.prisma'].models) {
      for (const field of fields) field.defaultFrom = 'database';
    }
    expect(onlyFinding(runCheck(columns, observed))).toMatchObject({ severity: 'error', impact: 'write' });
  });

  it('takes whatever the database does for a field whose default the schema leaves to it', () => {
    const observed = pairOf({}, { default: 'lower(id)' });
    const schema = observed['schema.prisma'];
    for (const { fields } of schema.models) for (const field of fields) field.hasDefault = true;
    expect(runCheck(columns, observed)).toEqual({ compared: 2, findings: [] });
    const lost = pairOf({ default: '0' }, { default: null });
    expect(keysOf(runCheck(columns, lost))).toEqual(['column.default:public.users:email']);
  });

  it('judges an identity column in the place of a sequence as identity alone', () => {
    const counted = { type: 'integer', default: 'nextval' };
    const finding = differing(counted, { default: null, identity: 'by default' });
    expect(finding).toMatchObject({ rule: 'column.identity', severity: 'warning', impact: 'none' });
  });

  it('finds an identity that refuses the values which the client sends', () => {
    const finding = differing({ type: 'integer' }, { identity: 'always' });
    expect(finding).toMatchObject({ rule: 'column.identity', severity: 'error', impact: 'write' });
    expect(sqlOf(finding)).toContain('DROP IDENTITY');
  });

  it('finds a lost identity and a changed one', () => {
    expect(differing({ identity: 'always' }, { identity: null })).toMatchObject({
      rule: 'column.identity',
      severity: 'error',
    });
    expect(differing({ identity: 'always' }, { identity: 'by default' })).toMatchObject({
      severity: 'warning',
      remedy: { text: expect.stringContaining('SET GENERATED ALWAYS') },
    });
  });

  it.each([
    ['required', {}, 'error'],
    ['optional', { nullable: true }, 'warning'],
  ])('finds a generated column where the schema has an ordinary one: %s', (_what, ours, severity) => {
    const finding = differing(ours, { generated: 'stored', default: 'lower(id)' });
    expect(finding).toMatchObject({ rule: 'column.generated', severity });
    expect(sqlOf(finding)).toContain('DROP EXPRESSION');
  });

  it('finds an ordinary column where the schema has a generated one', () => {
    const finding = differing(
      { generated: 'stored', default: 'lower(id)' },
      { generated: null, default: null },
    );
    expect(finding).toMatchObject({ rule: 'column.generated', severity: 'error' });
    expect(sqlOf(finding)).toContain('GENERATED ALWAYS AS (lower(id)) STORED');
  });

  describe('with the migrations', () => {
    const email = { nullable: true };
    const replayed = (migrated: Partial<Column>, theirs: Partial<Column>, ours: Partial<Column> = email) => {
      const make = (over: Partial<Column>) =>
        databaseSchema([table('users', { columns: [column('id'), column('email', over)] })]);
      return {
        ...sides(make(ours), make({ ...ours, ...theirs })),
        'migrations.replay': migrationsReplay(make({ ...ours, ...migrated })),
      };
    };

    it.each([
      ['a collation', { collation: 'C' }],
      ['a generated value', { generated: 'stored' as const, default: 'lower(id)' }],
      ['an identity', { identity: 'by default' as const }],
    ])('expects %s where a migration gives it to the column, and finds it lost', (_what, over) => {
      expect(runCheck(columns, replayed(over, over))).toEqual({ compared: 2, findings: [] });
      expect(keysOf(runCheck(columns, replayed(over, {})))).toHaveLength(1);
      expect(onlyFinding(runCheck(columns, replayed({}, over))).severity).toBe('warning');
    });

    it('finds another collation, and another expression', () => {
      const finding = onlyFinding(runCheck(columns, replayed({ collation: 'C' }, { collation: 'de-x-icu' })));
      expect(finding).toMatchObject({
        key: 'column.collation:public.users:email',
        impact: 'read',
        expected: 'collation C',
        observed: 'collation de-x-icu',
      });
      expect(finding.remedy.text).toContain('ALTER COLUMN "email" TYPE text COLLATE "C";');
      const lower = { generated: 'stored' as const, default: 'lower(id)' };
      expect(
        onlyFinding(runCheck(columns, replayed(lower, { ...lower, default: 'upper(id)' }))),
      ).toMatchObject({ rule: 'column.generated', severity: 'error', impact: 'integrity' });
      expect(
        onlyFinding(runCheck(columns, replayed(lower, { ...lower, generated: 'virtual' as const }))),
      ).toMatchObject({ rule: 'column.generated', severity: 'warning', impact: 'none' });
    });

    it('does not believe a migration that the client could not write through', () => {
      const lower = { generated: 'stored' as const, default: 'lower(id)' };
      expect(onlyFinding(runCheck(columns, replayed(lower, lower, {})))).toMatchObject({
        rule: 'column.generated',
        severity: 'error',
        impact: 'write',
      });
    });

    it('has the words of a dbgenerated() without an argument from the migration', () => {
      const observed = replayed({ default: 'f()' }, { default: 'g()' });
      for (const { fields } of observed['schema.prisma'].models) {
        for (const field of fields) Object.assign(field, { hasDefault: true, defaultFrom: 'database' });
      }
      expect(onlyFinding(runCheck(columns, observed))).toMatchObject({
        rule: 'column.default',
        expected: 'f()',
        observed: 'g()',
      });
    });

    it('takes a column that a migration makes and the schema leaves out for known', () => {
      const declared = databaseSchema([table('users')]);
      const live = databaseSchema([
        table('users', { columns: [column('id'), column('x', { nullable: true })] }),
      ]);
      const known = { ...sides(declared, live), 'migrations.replay': migrationsReplay(live) };
      expect(onlyFinding(runCheck(columns, known))).toMatchObject({
        key: 'column.unexpected:public.users:x',
        severity: 'info',
        impact: 'none',
      });
    });
  });

  it('asks of a table that is managed elsewhere only what the client needs, and repairs nothing', () => {
    const observed = pairOf({ type: 'integer' }, { default: '1', nullable: true });
    observed['schema.prisma'].external.tables.push('users');
    observed['schema.prisma'].models = [...observed['schema.prisma'].models];
    const finding = onlyFinding(runCheck(columns, observed));
    expect(finding).toMatchObject({ rule: 'column.nullability', remedy: { kind: 'note' } });
    expect(finding.remedy.text).toContain('managed elsewhere');
  });

  it('takes nothing of a model with @@ignore for a break of the client', () => {
    const observed = pairOf({}, { type: 'integer' });
    for (const model of observed['schema.prisma'].models) model.ignored = true;
    expect(onlyFinding(runCheck(columns, observed))).toMatchObject({ severity: 'warning', impact: 'none' });
  });

  it('takes an Unsupported field for one that the client never reads', () => {
    const observed = pairOf({ type: 'vector(3)' }, { type: 'vector(4)' });
    for (const { fields } of observed['schema.prisma'].models) {
      for (const field of fields) field.kind = 'unsupported';
    }
    expect(onlyFinding(runCheck(columns, observed))).toMatchObject({ severity: 'error', impact: 'write' });
  });

  it('leaves out what a pattern names, but no column for a bare name', () => {
    const observed = pairOf({}, { type: 'integer' });
    expect(keysOf(runCheck(columns, observed, ['users.em*']))).toEqual([]);
    expect(keysOf(runCheck(columns, observed, ['public.users.email']))).toEqual([]);
    expect(keysOf(runCheck(columns, observed, ['email']))).toEqual(['column.type:public.users:email']);
  });

  it('names no model for a table that none maps to', () => {
    const observed = {
      ...pairOf({}, { type: 'integer' }),
      'schema.prisma': prismaSchemaOf(databaseSchema([])),
    };
    const finding = onlyFinding(runCheck(columns, observed));
    expect(finding.subject.model).toBeUndefined();
    expect(finding.source).toBeUndefined();
  });

  it('passes again after the repair, and cannot run without its needs', () => {
    expect(keysOf(runCheck(columns, sides(declared, asObserved(declared))))).toEqual([]);
    expectNeeds(columns, sides(declared));
  });
});
