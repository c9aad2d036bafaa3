import { describe, expect, it } from 'vitest';
import type { Table } from '../shared/database-schema';
import { tables } from './tables';
import {
  asObserved,
  column,
  databaseSchema,
  foreignKey,
  index,
  migrationHistory,
  migrationsFolder,
  prismaSchemaOf,
  table,
} from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck, sides, sqlOf } from './testing/sides';

const declared = databaseSchema([
  table('users', { columns: [column('id'), column('email')] }),
  table('goals', {
    columns: [column('id'), column('userId')],
    indexes: [index('goals', ['userId'])],
    foreignKeys: [foreignKey('goals', 'userId', 'users')],
  }),
]);

describe('tables', () => {
  it('passes where both sides have the same tables', () => {
    expect(runCheck(tables, sides(declared))).toEqual({ compared: 2, findings: [] });
  });

  it('finds a missing table and gives the statements that make it with all that it carries', () => {
    const live = { ...asObserved(declared), tables: asObserved(declared).tables.slice(0, 1) };
    const finding = onlyFinding(runCheck(tables, sides(declared, live)));
    expect(finding).toMatchObject({
      key: 'table.missing:public.goals',
      severity: 'error',
      impact: 'read',
      subject: { kind: 'table', schema: 'public', table: 'goals', model: 'Goals', story: '5.1' },
      source: { file: 'prisma/schema.prisma', line: 101 },
    });
    expect(sqlOf(finding)).toBe(
      [
        'CREATE TABLE "public"."goals" (\n  "id" text NOT NULL,\n  "userId" text NOT NULL,\n  CONSTRAINT "goals_pkey" PRIMARY KEY ("id")\n);',
        'CREATE INDEX "goals_userId_idx" ON "public"."goals" USING btree ("userId");',
        'ALTER TABLE "public"."goals" ADD CONSTRAINT "goals_userId_fkey" FOREIGN KEY ("userId") REFERENCES "public"."users" ("id") ON DELETE CASCADE ON UPDATE CASCADE;',
      ].join('\n'),
    );
  });

  it('names the function that a trigger of a missing table calls, and says so of a table that is partitioned', () => {
    const made: Table = {
      ...table('goals', { columns: [column('id')], primaryKey: null }),
      kind: 'partitioned table',
      triggers: [
        {
          name: 'touch',
          definition:
            'CREATE TRIGGER touch BEFORE UPDATE ON goals FOR EACH ROW EXECUTE FUNCTION app."touch it"()',
          enabled: 'disabled',
        },
      ],
      rowSecurity: { enabled: true, forced: false, policies: [] },
    };
    const live = { ...asObserved(declared), tables: asObserved(declared).tables.slice(0, 1) };
    const replayed = { ...declared, tables: [...declared.tables.slice(0, 1), made] };
    const finding = onlyFinding(
      runCheck(tables, {
        ...sides(declared, live),
        'migrations.replay': { schema: replayed, server: 'PostgreSQL', migrations: [], notes: [] },
      }),
    );
    const notes = finding.remedy.statements?.map(({ note }) => note) ?? [];
    expect(notes[0]).toContain('By the migrations it is a partitioned table');
    expect(notes.join('\n')).toContain('Function app."touch it"() has to be there');
    expect(sqlOf(finding)).toContain('DISABLE TRIGGER "touch"');
    expect(sqlOf(finding)).toContain('ENABLE ROW LEVEL SECURITY');
  });

  it('brings back the foreign keys of other tables that went with a missing one', () => {
    const live = changed(declared, 'goals', (goals) => {
      goals.foreignKeys = [];
    });
    live.tables = live.tables.filter((item) => item.name !== 'users');
    const finding = onlyFinding(runCheck(tables, sides(declared, live)));
    expect(sqlOf(finding)).toContain('ALTER TABLE "public"."goals" ADD CONSTRAINT "goals_userId_fkey"');
  });

  it('calls every table missing where the database has none', () => {
    const result = runCheck(tables, sides(declared, databaseSchema([])));
    expect(keysOf(result)).toEqual(['table.missing:public.users', 'table.missing:public.goals']);
  });

  it('has compared nothing where neither side has a table', () => {
    expect(runCheck(tables, sides(databaseSchema([])))).toEqual({ compared: 0, findings: [] });
  });

  it('tells tables of the same name in two schemas apart', () => {
    const live = changed(declared, 'goals', (goals) => {
      goals.schema = 'archive';
    });
    expect(keysOf(runCheck(tables, sides(declared, live)))).toEqual([
      'table.missing:public.goals',
      'table.unexpected:archive.goals',
    ]);
  });

  it('finds a table that no model maps to, and proposes its model', () => {
    const live = asObserved(declared);
    live.tables.push(
      table('audit_log', {
        columns: [column('id', { type: 'integer', default: 'nextval' }), column('to do')],
      }),
    );
    const finding = onlyFinding(runCheck(tables, sides(declared, live)));
    expect(finding).toMatchObject({
      key: 'table.unexpected:public.audit_log',
      severity: 'warning',
      impact: 'none',
      remedy: { kind: 'edit' },
    });
    expect(finding.remedy.text).toBe(
      'model audit_log {\n  id Int @default(autoincrement()) @id\n  to_do String @map("to do")\n}',
    );
  });

  it('does not call a view unexpected, nor a table that a view block of the schema names', () => {
    const live = asObserved(declared);
    live.tables.push(table('report', { kind: 'view', primaryKey: null }), table('summary'));
    const observed = { ...sides(declared, live) };
    observed['schema.prisma'] = prismaSchemaOf(databaseSchema([...declared.tables, table('summary')]));
    expect(keysOf(runCheck(tables, observed))).toEqual([]);
  });

  it('finds a view where a table should stand, and a foreign table as a warning', () => {
    const view = changed(declared, 'users', (users) => {
      users.kind = 'view';
    });
    expect(onlyFinding(runCheck(tables, sides(declared, view)))).toMatchObject({
      key: 'table.kind:public.users',
      severity: 'error',
      expected: 'table',
      observed: 'view',
    });
    const foreign = changed(declared, 'users', (users) => {
      users.kind = 'foreign table';
    });
    expect(onlyFinding(runCheck(tables, sides(declared, foreign))).severity).toBe('warning');
  });

  it('takes a partitioned table for a table', () => {
    const live = changed(declared, 'users', (users) => {
      users.kind = 'partitioned table';
    });
    expect(keysOf(runCheck(tables, sides(declared, live)))).toEqual([]);
  });

  it('leaves out what a pattern names', () => {
    const live = { ...asObserved(declared), tables: [table('legacy_a'), table('users')] };
    const result = runCheck(tables, sides(declared, live), ['legacy_*', 'public.goals']);
    expect(result).toEqual({ compared: 1, findings: [] });
  });

  it('cannot run without its needs', () => expectNeeds(tables, sides(declared)));

  describe('_prisma_migrations', () => {
    const history = table('_prisma_migrations');

    it('is expected where it exists', () => {
      const live = asObserved(declared);
      live.tables.push(history);
      expect(runCheck(tables, sides(declared, live))).toEqual({ compared: 3, findings: [] });
    });

    it('is missing where a folder holds migrations and the database has no history', () => {
      const observed = {
        ...sides(declared),
        'migrations.folder': migrationsFolder(['1_init']),
        'migrations.history': { present: false, rows: [] },
      };
      const result = runCheck(tables, observed);
      expect(onlyFinding(result).key).toBe('table.missing:public._prisma_migrations');
      expect(result.compared).toBe(3);
    });

    it('is not asked for where no folder is configured, or where the history lies elsewhere', () => {
      expect(
        keysOf(runCheck(tables, { ...sides(declared), 'migrations.history': { present: false, rows: [] } })),
      ).toEqual([]);
      expect(
        keysOf(
          runCheck(tables, {
            ...sides(declared),
            'migrations.folder': migrationsFolder(['1_init']),
            'migrations.history': migrationHistory([]),
          }),
        ),
      ).toEqual([]);
    });
  });
});
