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

  it('finds an enum that differs, and lets a table pass that only SQL makes', () => {
    const made = {
      ...declared,
      tables: [...declared.tables, table('partitions')],
      enums: [enumType('Kind', ['A'])],
    };
    const result = runCheck(replay, observed(made));
    expect(result.compared).toBe(4);
    expect(onlyFinding(result)).toMatchObject({
      key: 'migration.incomplete:public.Kind',
      subject: { kind: 'enum', schema: 'public', name: 'Kind' },
    });
  });

  it('finds a column whose model no longer has it where inserts fail for it, and no other', () => {
    const withColumn = (nullable: boolean) =>
      changed(declared, 'users', (users) => {
        users.columns.push(column('old', { nullable }));
      });
    expect(onlyFinding(runCheck(replay, observed(withColumn(false)))).observed).toContain(
      'column old: text not null',
    );
    expect(keysOf(runCheck(replay, observed(withColumn(true))))).toEqual([]);
  });

  it('expects nothing of what is made elsewhere', () => {
    const made = { ...declared, tables: declared.tables.filter(({ name }) => name !== 'notes'), enums: [] };
    const external = { tables: ['notes'], enums: ['public.Kind'] };
    const schema = { ...prismaSchemaOf(declared), external };
    expect(keysOf(runCheck(replay, { ...observed(made), 'schema.prisma': schema }))).toEqual([]);
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
