import type { DatabaseSchema, Table } from '../../../../shared/database-schema';
import { columnsOf, nameOf, quote, sqlOf, type Template, tablesOf } from './place';

const TRIGGER_FUNCTION = (schema: string) =>
  `CREATE FUNCTION ${quote(schema)}."new_function"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`;

const idOf = (table: Table) => quote(table.columns[0]?.name ?? '');

/** A change of each table. */
function ofTable(
  name: string,
  touches: (table: Table) => string,
  sql: (table: Table) => string[],
  options: Partial<Template> = {},
): Template {
  return {
    name,
    ...options,
    places: (shape) =>
      tablesOf(shape).map((table) => ({ on: table.name, touches: touches(table), sql: sql(table) })),
  };
}

const trigger = (table: Table) =>
  `CREATE TRIGGER "new_trigger" BEFORE UPDATE ON ${sqlOf(table)} FOR EACH ROW EXECUTE FUNCTION ${quote(table.schema)}."new_function"()`;
const policy = (table: Table, rest: string) => `CREATE POLICY "new_policy" ON ${sqlOf(table)} ${rest}`;

const constraintChanges: Template[] = [
  {
    name: 'check: add',
    times: 2,
    places: (shape) =>
      columnsOf(shape, (column) => /^(smallint|integer)$/.test(column.type)).map(({ table, column }) => ({
        on: `${table.name}.${column.name}`,
        touches: `constraint:${nameOf(table)}.new_check`,
        sql: [`ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT "new_check" CHECK (${quote(column.name)} > 0)`],
      })),
  },
  ...(
    [
      ['not valid', 'NOT VALID', 0],
      ['no inherit', 'NO INHERIT', 0],
      ['not enforced', 'NOT ENFORCED', 180000],
    ] as const
  ).map(([name, suffix, since]) =>
    ofTable(
      `check: add ${name}`,
      (table) => `constraint:${nameOf(table)}.new_check`,
      (table) => [
        `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT "new_check" CHECK (${idOf(table)} IS NOT NULL) ${suffix}`,
      ],
      { since },
    ),
  ),
  ofTable(
    'exclusion: add',
    (table) => `constraint:${nameOf(table)}.new_exclusion`,
    (table) => [
      `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT "new_exclusion" EXCLUDE USING btree (${idOf(table)} WITH =)`,
    ],
  ),
];

const triggerChanges: Template[] = [
  ofTable(
    'trigger: add',
    (table) => `trigger:${nameOf(table)}.new_trigger`,
    (table) => [TRIGGER_FUNCTION(table.schema), trigger(table)],
    { times: 2 },
  ),
  ofTable(
    'trigger: add a disabled one',
    (table) => `trigger:${nameOf(table)}.new_trigger`,
    (table) => [
      TRIGGER_FUNCTION(table.schema),
      trigger(table),
      `ALTER TABLE ${sqlOf(table)} DISABLE TRIGGER "new_trigger"`,
    ],
  ),
  ofTable(
    'trigger: add a constraint trigger',
    (table) => `trigger:${nameOf(table)}.new_trigger`,
    (table) => [
      TRIGGER_FUNCTION(table.schema),
      `CREATE CONSTRAINT TRIGGER "new_trigger" AFTER INSERT ON ${sqlOf(table)} DEFERRABLE FOR EACH ROW EXECUTE FUNCTION ${quote(table.schema)}."new_function"()`,
    ],
  ),
];

const securityChanges: Template[] = [
  ofTable(
    'row security: enable',
    (table) => `row-security:${nameOf(table)}`,
    (table) => [`ALTER TABLE ${sqlOf(table)} ENABLE ROW LEVEL SECURITY`],
    { times: 2 },
  ),
  ofTable(
    'row security: enable and force',
    (table) => `row-security:${nameOf(table)}`,
    (table) => [
      `ALTER TABLE ${sqlOf(table)} ENABLE ROW LEVEL SECURITY`,
      `ALTER TABLE ${sqlOf(table)} FORCE ROW LEVEL SECURITY`,
    ],
  ),
  ofTable(
    'policy: add, with row security',
    (table) => `policy:${nameOf(table)}.new_policy`,
    (table) => [`ALTER TABLE ${sqlOf(table)} ENABLE ROW LEVEL SECURITY`, policy(table, 'USING (true)')],
  ),
  ofTable(
    'policy: add, restrictive, for one command',
    (table) => `policy:${nameOf(table)}.new_policy`,
    (table) => [
      `ALTER TABLE ${sqlOf(table)} ENABLE ROW LEVEL SECURITY`,
      policy(table, `AS RESTRICTIVE FOR UPDATE USING (${idOf(table)} IS NOT NULL) WITH CHECK (false)`),
    ],
  ),
];

function inFirstSchema(
  name: string,
  kind: string,
  made: string,
  sql: (schema: string) => string[],
): Template {
  return {
    name,
    places: (shape: DatabaseSchema) => {
      const schema = shape.schemas[0] ?? '';
      return [{ on: made, touches: `${kind}:${schema}.${made}`, sql: sql(quote(schema)) }];
    },
  };
}

const otherChanges: Template[] = [
  inFirstSchema('view: create', 'view', 'new_view', (schema) => [
    `CREATE VIEW ${schema}."new_view" AS SELECT 1 AS one`,
  ]),
  inFirstSchema('materialized view: create', 'view', 'new_view', (schema) => [
    `CREATE MATERIALIZED VIEW ${schema}."new_view" AS SELECT 1 AS one`,
  ]),
  {
    ...inFirstSchema('sequence: create', 'sequence', 'new_sequence', (schema) => [
      `CREATE SEQUENCE ${schema}."new_sequence"`,
    ]),
    silent: 'a sequence that no column counts with is no part of any table',
  },
  {
    name: 'extension: create',
    places: (shape) =>
      ['pg_trgm', 'pgstattuple']
        .filter((name) => shape.extensions.every((extension) => extension.name !== name))
        .map((name) => ({ on: name, touches: `extension:${name}`, sql: [`CREATE EXTENSION "${name}"`] })),
  },
  ...(
    [
      ['increment', 'INCREMENT BY 5'],
      ['maximum', 'MAXVALUE 1000'],
      ['cycle', 'CYCLE'],
      ['type', 'AS bigint'],
    ] as const
  ).map(
    ([name, option]): Template => ({
      name: `sequence: ${name}`,
      places: (shape) =>
        columnsOf(shape, (column) => column.default === 'nextval').map(({ table, column }) => {
          const sequence = `${table.name}_${column.name}_seq`;
          return {
            on: sequence,
            touches: `sequence:${table.schema}.${sequence}`,
            sql: [`ALTER SEQUENCE ${quote(table.schema)}.${quote(sequence)} ${option}`],
          };
        }),
    }),
  ),
];

/** What nobody should report: it changes nothing that the application could notice. */
const HARMLESS = 'it is nothing that a schema could declare';
const harmlessChanges: Template[] = [
  ofTable(
    'comment on a table',
    () => '',
    (table) => [`COMMENT ON TABLE ${sqlOf(table)} IS 'x'`],
    { silent: HARMLESS },
  ),
  ofTable(
    'storage parameter',
    () => '',
    (table) => [`ALTER TABLE ${sqlOf(table)} SET (fillfactor = 70)`],
    { silent: HARMLESS },
  ),
  ofTable(
    'privileges',
    () => '',
    (table) => [`GRANT SELECT ON ${sqlOf(table)} TO PUBLIC`],
    { silent: HARMLESS },
  ),
  ofTable(
    'statistics target',
    () => '',
    (table) => [`ALTER TABLE ${sqlOf(table)} ALTER COLUMN ${idOf(table)} SET STATISTICS 500`],
    { silent: HARMLESS },
  ),
  ofTable(
    'rows and statistics',
    () => '',
    (table) => [`ANALYZE ${sqlOf(table)}`],
    { silent: HARMLESS },
  ),
  ofTable(
    'a function',
    () => '',
    (table) => [TRIGGER_FUNCTION(table.schema)],
    { silent: HARMLESS },
  ),
  ofTable(
    'a table in a schema that is not watched',
    () => '',
    () => [
      'CREATE SCHEMA "unwatched"',
      'CREATE TABLE "unwatched"."t" (a int)',
      `CREATE TYPE "unwatched"."e" AS ENUM ('a')`,
    ],
    { silent: HARMLESS },
  ),
  ofTable(
    'a default rewritten in other words',
    () => '',
    (table) =>
      table.columns
        .filter((column) => column.default === 'CURRENT_TIMESTAMP')
        .map((column) => `ALTER TABLE ${sqlOf(table)} ALTER COLUMN ${quote(column.name)} SET DEFAULT now()`),
    { silent: 'now() and CURRENT_TIMESTAMP are one' },
  ),
];

/** What Prisma's language has no word for. */
export const beyondPrismaChanges: Template[] = [
  ...constraintChanges,
  ...triggerChanges,
  ...securityChanges,
  ...otherChanges,
  ...harmlessChanges,
];
