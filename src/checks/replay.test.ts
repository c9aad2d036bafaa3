import { describe, expect, it } from 'vitest';
import type { DatabaseSchema } from '../shared/database-schema';
import { replay } from './replay';
import {
  column,
  databaseSchema,
  enumType,
  foreignKey,
  index,
  migrationsReplay,
  prismaSchemaOf,
  table,
  unique,
} from './testing/builders';
import { changed, expectNeeds, keysOf, onlyFinding, runCheck } from './testing/sides';

const declared = databaseSchema(
  [
    table('users', {
      columns: [column('id'), column('email'), column('kind', { type: '"Kind"' })],
      indexes: [index('users', ['email'])],
    }),
    table('notes', {
      columns: [column('id'), column('user')],
      foreignKeys: [foreignKey('notes', 'user', 'users')],
    }),
  ],
  [enumType('Kind', ['A', 'B'])],
);

function observed(made: DatabaseSchema) {
  return {
    'schema.prisma': prismaSchemaOf(declared),
    'schema.ddl': declared,
    'migrations.replay': migrationsReplay(made),
  };
}

describe('replay', () => {
  it('passes where the migrations make what the schema declares', () => {
    expect(runCheck(replay, observed(declared))).toEqual({ compared: 3, findings: [] });
  });

  it('passes where they make more in plain SQL than the schema can say, under whatever names', () => {
    const made = changed(declared, 'users', (users) => {
      users.indexes.push(index('users', ['kind'], { predicate: 'email IS NOT NULL' }));
      users.indexes.push(unique('users', ['email'], { predicate: "kind = 'A'" }));
      for (const one of users.indexes) if (!one.unique) one.name = `other_${one.name}`;
    });
    expect(keysOf(runCheck(replay, observed(made)))).toEqual([]);
  });

  it('finds a table that they do not make, once, without what stands on it', () => {
    const made = { ...declared, tables: declared.tables.filter(({ name }) => name !== 'users') };
    expect(onlyFinding(runCheck(replay, observed(made)))).toMatchObject({
      key: 'migration.incomplete:public.users',
      severity: 'warning',
      impact: 'none',
      subject: { kind: 'table', schema: 'public', table: 'users', name: 'users', model: 'Users' },
      source: { file: 'prisma/schema.prisma', line: 1 },
      message:
        'The migrations do not make table public.users (model Users) as schema.prisma declares it: table public.users with 3 columns by schema.prisma and no table public.users by the migrations.',
      remedy: {
        kind: 'command',
        text: expect.stringMatching(/^npx prisma migrate dev .*--name add_users #/),
      },
    });
  });

  it('puts all that differs in one table into one finding', () => {
    const made = changed(declared, 'users', (users) => {
      users.columns = [column('id', { nullable: true }), column('email', { type: 'integer' })];
      users.indexes = users.indexes.filter((one) => one.constraint === 'primary');
    });
    const finding = onlyFinding(runCheck(replay, observed(made)));
    expect(finding.message).toMatch(/column email is text by schema.prisma and integer by the migrations/);
    expect(finding.message).toMatch(/and 1 more difference\.$/);
    expect(finding.expected).toContain('index users_email_idx: btree (email)');
    expect(finding.remedy.text).toContain('--name change_users');
  });

  it('finds an enum that differs, and a table that schema.prisma no longer has', () => {
    const made = {
      ...declared,
      tables: [...declared.tables, table('old')],
      enums: [enumType('Kind', ['A'])],
    };
    const result = runCheck(replay, observed(made));
    expect(keysOf(result)).toEqual(['migration.incomplete:public.old', 'migration.incomplete:public.Kind']);
    expect(result.compared).toBe(4);
    expect(result.findings[0]?.remedy.text).toContain('--name drop_old');
    expect(result.findings[1]).toMatchObject({ subject: { kind: 'enum', schema: 'public', name: 'Kind' } });
  });

  it('leaves out what a pattern names', () => {
    const made = { ...declared, tables: declared.tables.filter(({ name }) => name !== 'notes') };
    expect(runCheck(replay, observed(made), ['notes'])).toEqual({ compared: 2, findings: [] });
  });

  it('cannot run without any of its needs', () => {
    expectNeeds(replay, observed(declared));
    expect(replay.needs).toContain('migrations.replay');
  });
});
