import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatabaseSchema } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { type MigrationHistory, placeKey } from '../shared/migrations';
import { linkCauses } from './causes';
import { columns } from './columns';
import { declaredIndexes } from './declared-indexes';
import { enums } from './enums';
import { foreignKeys } from './foreign-keys';
import { migrations } from './migrations';
import { fillSides } from './sides';
import { strategicIndexes } from './strategic-indexes';
import { tables } from './tables';
import {
  asObserved,
  column,
  databaseSchema,
  enumType,
  foreignKey,
  historyRow,
  index,
  migrationHistory,
  migrationsFolder,
  migrationsReplay,
  prismaSchemaOf,
  table,
} from './testing/builders';
import type { Observed } from './types';

const CHECKS = [tables, columns, enums, foreignKeys, declaredIndexes, strategicIndexes, migrations];
const SETTINGS = { ignore: [] };
const file = (name: string) => ({ file: `prisma/migrations/${name}/migration.sql`, line: 7 });

const users = table('users', {
  columns: [column('id'), column('email'), column('age', { type: 'integer' })],
});
const notes = table('notes', {
  columns: [column('id'), column('user')],
  foreignKeys: [foreignKey('notes', 'user', 'users')],
});
const declared = databaseSchema([users, notes], [enumType('Kind', ['A', 'B'])]);

/** All places of the schema in the first migration, unless it is said otherwise. */
const places = Object.fromEntries([
  ...declared.tables.flatMap((one) => [
    [placeKey('table', 'public', one.name), file('1_init')],
    ...one.columns.map((part) => [placeKey('column', 'public', part.name, one.name), file('1_init')]),
  ]),
  [placeKey('enum', 'public', 'Kind'), file('1_init')],
]);

type Given = {
  made?: DatabaseSchema;
  live?: DatabaseSchema;
  rows?: MigrationHistory['rows'];
  history?: MigrationHistory;
  places?: object;
};

function observe({ made = declared, live = declared, ...given }: Given): Partial<Observed> {
  const rows = given.rows ?? [historyRow('1_init'), historyRow('2_more')];
  return {
    'schema.prisma': prismaSchemaOf(declared),
    'schema.ddl': declared,
    'migrations.folder': migrationsFolder(['1_init', '2_more']),
    'migrations.history': given.history ?? migrationHistory(rows),
    'migrations.replay': migrationsReplay(made, { places: { ...places, ...given.places } }),
    'database.catalogue': asObserved(live),
  };
}

function findingsOf(observed: Partial<Observed>): Finding[] {
  const able = CHECKS.filter((check) => check.needs.every((need) => observed[need] !== undefined));
  const found = able.flatMap((check) => check.runWith(observed, SETTINGS).findings);
  return fillSides(found, observed, SETTINGS);
}

function sidesOf(rule: string, given: Given): Finding['sides'] {
  const finding = findingsOf(observe(given)).find((one) => one.rule === rule);
  if (finding === undefined) throw new Error(`There is no ${rule} in this test.`);
  return finding.sides;
}

const retyped = (type: string) =>
  databaseSchema(
    [{ ...users, columns: [column('id'), column('email'), column('age', { type })] }, notes],
    declared.enums,
  );
const withoutUsers = databaseSchema([notes], declared.enums);
const extra = databaseSchema([...declared.tables, table('extra')], declared.enums);
const applied = [historyRow('1_init')];

describe('the three sides', () => {
  it.each<[string, string, Given, object]>([
    [
      'a column changed by hand',
      'column.type',
      { live: retyped('bigint') },
      {
        schema: 'integer',
        migrations: 'integer',
        database: 'bigint',
        verdict: 'Changed by hand in the database: schema.prisma and the migrations agree.',
      },
    ],
    [
      'an edit of the schema',
      'column.type',
      { made: retyped('bigint'), live: retyped('bigint') },
      {
        schema: 'integer',
        migrations: 'bigint',
        database: 'bigint',
        verdict: 'schema.prisma was edited without a migration: the migrations and the database agree.',
      },
    ],
    [
      'three answers',
      'column.type',
      { made: retyped('numeric'), live: retyped('bigint') },
      {
        schema: 'integer',
        migrations: 'numeric',
        database: 'bigint',
        verdict: 'schema.prisma, the migrations and the database each say something else.',
      },
    ],
    [
      'three answers, one of them to come',
      'column.type',
      {
        made: retyped('numeric'),
        live: retyped('bigint'),
        rows: applied,
        places: { [placeKey('column', 'public', 'age', 'users')]: file('2_more') },
      },
      {
        verdict:
          'schema.prisma, the migrations and the database each say something else, and the migration 2_more that changes it is not applied.',
      },
    ],
    [
      'a table dropped by hand',
      'table.missing',
      { live: withoutUsers },
      {
        schema: 'table public.users with 3 columns',
        migrations: 'table public.users with 3 columns',
        database: null,
        verdict: 'Removed by hand in the database: schema.prisma and the migrations agree.',
      },
    ],
    [
      'a table of a pending migration',
      'table.missing',
      {
        live: withoutUsers,
        rows: applied,
        places: { [placeKey('table', 'public', 'users')]: file('2_more') },
      },
      {
        database: null,
        verdict:
          'Only the database differs: schema.prisma and the migrations agree, and the migration 2_more that makes it is not applied.',
      },
    ],
    [
      'a table without a migration',
      'table.missing',
      { made: withoutUsers, live: withoutUsers },
      {
        schema: 'table public.users with 3 columns',
        migrations: null,
        database: null,
        verdict:
          'schema.prisma was edited without a migration: neither the migrations nor the database have it.',
      },
    ],
    [
      'a column of a table that no migration makes',
      'column.type',
      { made: withoutUsers, live: retyped('bigint') },
      {
        migrations: null,
        verdict: 'schema.prisma, the migrations and the database each say something else.',
      },
    ],
    [
      'a table made by hand',
      'table.unexpected',
      { live: extra },
      {
        schema: null,
        migrations: null,
        database: 'table public.extra with 1 columns',
        verdict: 'Made by hand in the database: neither schema.prisma nor a migration has it.',
      },
    ],
    [
      'a table that only the schema lacks',
      'table.unexpected',
      { made: extra, live: extra },
      {
        schema: null,
        migrations: 'table public.extra with 1 columns',
        verdict:
          'Only schema.prisma lacks it: a migration makes it and the database has it, so it was taken out without a migration, or never declared.',
      },
    ],
    [
      'a table that a pending migration drops',
      'table.unexpected',
      {
        live: extra,
        rows: applied,
        places: { [placeKey('table', 'public', 'extra')]: file('2_more') },
      },
      {
        verdict:
          'Only the database differs: neither schema.prisma nor a migration has it, and the migration 2_more that drops it is not applied.',
      },
    ],
    [
      'a migration that the folder lacks',
      'table.unexpected',
      {
        live: extra,
        rows: [...applied, historyRow('2_more'), historyRow('9_lost')],
      },
      { verdict: expect.stringContaining('by 9_lost, which the history names and the folder lacks') },
    ],
    [
      'a database without a history',
      'table.missing',
      {
        live: withoutUsers,
        history: { present: false, rows: [] },
      },
      {
        verdict: expect.stringContaining('it keeps no history'),
      },
    ],
    [
      'a migration that was edited',
      'table.missing',
      { live: withoutUsers, rows: [historyRow('1_init', { checksum: 'sum:old' }), historyRow('2_more')] },
      {
        verdict: expect.stringContaining('the migration 1_init was changed after it had been applied'),
      },
    ],
    [
      'an enum value of a failed migration',
      'enum.value-missing',
      {
        live: databaseSchema(declared.tables, [enumType('Kind', ['A'])]),
        rows: [...applied, historyRow('2_more', { finishedAt: null })],
        places: { [placeKey('enum-value', 'public', 'B', 'Kind')]: file('2_more') },
      },
      {
        schema: "value 'B'",
        migrations: "value 'B'",
        database: "only 'A'",
        verdict: expect.stringContaining('the migration 2_more that changes it failed half way'),
      },
    ],
    [
      'a key whose action somebody changed',
      'foreign-key.action',
      {
        live: databaseSchema(
          [
            users,
            { ...notes, foreignKeys: [foreignKey('notes', 'user', 'users', { onDelete: 'RESTRICT' })] },
          ],
          declared.enums,
        ),
      },
      { verdict: 'Changed by hand in the database: schema.prisma and the migrations agree.' },
    ],
    [
      'an index made by hand',
      'index.unexpected',
      {
        live: databaseSchema(
          [{ ...users, indexes: [...users.indexes, index('users', ['age'])] }, notes],
          declared.enums,
        ),
      },
      {
        schema: null,
        migrations: null,
        database: 'btree (age)',
        verdict: expect.stringMatching(/^Made by hand/),
      },
    ],
    [
      'a strategic index that somebody dropped',
      'index.missing',
      {
        made: databaseSchema(
          [
            {
              ...users,
              indexes: [
                ...users.indexes,
                index('users', ['age'], { predicate: 'age > 1', source: file('1_init') }),
              ],
            },
            notes,
          ],
          declared.enums,
        ),
      },
      {
        schema: null,
        migrations: 'btree (age) where age > 1',
        database: null,
        verdict: 'Removed by hand in the database: a migration makes it.',
      },
    ],
  ])('%s', (_name, rule, given, sides) => {
    expect(sidesOf(rule, given)).toMatchObject(sides);
  });

  it('are not told where the migrations were not replayed, nor of what declares nothing', () => {
    const { 'migrations.replay': _replay, ...observed } = observe({ live: withoutUsers });
    expect(findingsOf(observed).every(({ sides }) => sides === undefined)).toBe(true);
    const pending = findingsOf(observe({ rows: applied })).filter(({ rule }) => rule === 'migration.pending');
    expect(pending.map(({ sides }) => sides)).toEqual([undefined]);
  });

  it('do without the history', () => {
    const { 'migrations.history': _history, ...observed } = observe({ live: withoutUsers });
    expect(findingsOf(observed)[0]?.sides?.verdict).toBe(
      'Only the database differs: schema.prisma and the migrations agree.',
    );
  });

  it('link what lacks to the pending migration that really makes it, and to no other', () => {
    const link = (name: string) => {
      const observed = observe({
        live: withoutUsers,
        rows: applied,
        places: { [placeKey('table', 'public', 'users')]: file(name) },
      });
      const { findings } = linkCauses(findingsOf(observed), {
        schema: observed['schema.prisma'],
        replay: observed['migrations.replay'],
      });
      return findings.find(({ rule }) => rule === 'table.missing')?.causedBy;
    };
    expect(link('2_more')).toEqual(['migration.pending:2_more']);
    expect(link('1_init')).toEqual([]);
  });

  it('link what is too many to the pending migration that drops it', () => {
    const observed = observe({
      live: extra,
      rows: applied,
      places: { [placeKey('table', 'public', 'extra')]: file('2_more') },
    });
    const { findings } = linkCauses(findingsOf(observed), {
      schema: observed['schema.prisma'],
      replay: observed['migrations.replay'],
    });
    expect(findings.find(({ rule }) => rule === 'table.unexpected')?.causedBy).toEqual([
      'migration.pending:2_more',
    ]);
  });

  it('whatever types the three have: one verdict, and texts that agree with it', () => {
    const type = fc.constantFrom('integer', 'bigint', 'text');
    fc.assert(
      fc.property(type, type, (made, live) => {
        fc.pre(live !== 'integer');
        const sides = sidesOf('column.type', { made: retyped(made), live: retyped(live) });
        expect(sides).toMatchObject({ schema: 'integer', migrations: made, database: live });
        const begins =
          made === 'integer'
            ? 'Changed by hand'
            : made === live
              ? 'schema.prisma was edited'
              : 'schema.prisma, the migrations';
        expect(sides?.verdict.startsWith(begins)).toBe(true);
      }),
    );
  });
});
