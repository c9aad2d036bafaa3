import fc from 'fast-check';
import type { Column, DatabaseSchema, EnumType, Table } from '../../shared/database-schema';
import { column, databaseSchema, enumType, foreignKey, index, table, unique } from './builders';

// Names that have to be quoted are among them: mixed case, spaces, quotes.
const name = fc.constantFrom('users', 'goals', 'UserStats', 'odd "name"', 'a_b', 'mission logs', 'x', 'öl');
const columnName = fc.constantFrom('email', 'userId', 'createdAt', 'score', 'tags', 'state of it', 'x"y');
const type = fc.constantFrom('text', 'integer', 'timestamp(3) without time zone', 'text[]', 'jsonb');

const columnOf: fc.Arbitrary<Column> = fc
  .record({
    name: columnName,
    type,
    nullable: fc.boolean(),
    default: fc.constantFrom(null, 'CURRENT_TIMESTAMP', "'A'", '0'),
  })
  .map(({ name: columnNamed, ...over }) => column(columnNamed, over));

function tableOf(tableName: string, targets: readonly string[]): fc.Arbitrary<Table> {
  return fc
    .uniqueArray(columnOf, { minLength: 1, maxLength: 5, selector: (item) => item.name })
    .chain((columns) => {
      const names = columns.map((item) => item.name);
      const some = fc.shuffledSubarray(names, { minLength: 1 });
      return fc
        .record({
          plain: fc.uniqueArray(some, { maxLength: 3, selector: (list) => list.join('\n') }),
          uniques: fc.uniqueArray(some, { maxLength: 2, selector: (list) => list.join('\n') }),
          ties: fc.uniqueArray(
            fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...targets) }),
            { maxLength: 2, selector: (tie) => `${tie.from}\n${tie.to}` },
          ),
        })
        .map(({ plain, uniques, ties }) =>
          table(tableName, {
            columns: [column('id'), ...columns],
            indexes: [
              ...plain.map((list) => index(tableName, list)),
              ...uniques.map((list) => unique(tableName, list)),
            ],
            foreignKeys: ties.map((tie, position) =>
              foreignKey(tableName, tie.from, tie.to, { name: `${tableName}_${position}_fkey` }),
            ),
          }),
        );
    });
}

const enumOf: fc.Arbitrary<EnumType> = fc
  .record({
    name: fc.constantFrom('GoalStatus', 'Role', 'Odd "One"'),
    values: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', "d'e", 'in work'), { minLength: 1 }),
  })
  .map((parts) => enumType(parts.name, parts.values));

/** Any small schema: tables with columns, indexes, uniques and foreign keys between them, and enums. */
export const anySchema: fc.Arbitrary<DatabaseSchema> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc
      .record({
        tables: fc.tuple(...names.map((tableName) => tableOf(tableName, names))),
        enums: fc.uniqueArray(enumOf, { maxLength: 3, selector: (item) => item.name }),
      })
      .map(({ tables, enums }) => databaseSchema(tables, enums)),
  );
