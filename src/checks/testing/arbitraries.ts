import fc from 'fast-check';
import type { Column, DatabaseSchema, EnumType, Table } from '../../shared/database-schema';
import {
  checkConstraint,
  column,
  databaseSchema,
  enumType,
  exclusion,
  extension,
  foreignKey,
  index,
  policy,
  rowSecurityOf,
  sequence,
  table,
  trigger,
  unique,
  view,
} from './builders';

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

const partNames = fc.uniqueArray(fc.constantFrom('a', 'b', 'users', 'odd "x"', 'ä b'), { maxLength: 2 });

/** What only plain SQL can declare, on a table. */
function withParts(of: Table): fc.Arbitrary<Table> {
  return fc
    .record({
      checks: partNames,
      exclusions: partNames,
      triggers: partNames,
      policies: partNames,
      forced: fc.boolean(),
      state: fc.constantFrom('origin', 'always', 'replica', 'disabled'),
      validated: fc.boolean(),
      enforced: fc.boolean(),
      collation: fc.constantFrom(null, 'C'),
    })
    .map((parts) => ({
      ...of,
      columns: of.columns.map((one) =>
        one.type === 'text' && one.name !== 'id' ? { ...one, collation: parts.collation } : one,
      ),
      checks: parts.checks.map((part, position) =>
        checkConstraint(`${part}_check`, `id > ${position}`, {
          validated: parts.validated && parts.enforced,
          enforced: parts.enforced,
        }),
      ),
      exclusions: parts.exclusions.map((part, position) =>
        exclusion(`${part}_excl`, `EXCLUDE USING gist (c${position} WITH =)`),
      ),
      triggers: parts.triggers.map((part) => trigger(of.name, part, { enabled: parts.state })),
      rowSecurity: rowSecurityOf(
        parts.policies.map((part, position) => policy(part, { using: `id = ${position}` })),
        { enabled: parts.policies.length > 0, forced: parts.forced && parts.policies.length > 0 },
      ),
    }));
}

/** Any small schema with all that plain SQL in a migration can add to it. */
export const anyWholeSchema: fc.Arbitrary<DatabaseSchema> = anySchema.chain((schema) =>
  fc
    .record({
      tables: fc.tuple(...schema.tables.map(withParts)),
      views: fc.subarray(['report', 'summary']),
      extensions: fc.subarray(['pg_trgm', 'citext']),
      cycle: fc.boolean(),
    })
    .map((parts) => ({
      ...schema,
      tables: [
        ...parts.tables,
        ...parts.views.map((name, position) => view(name, `SELECT ${position} AS id`)),
      ],
      sequences: parts.tables
        .map((one) => sequence(one.name, 'id', { cycle: parts.cycle }))
        .concat(sequence('x', 'y', { name: 'order_number', ownedBy: null })),
      extensions: parts.extensions.map((name) => extension(name, { version: '1.0' })),
    })),
);
