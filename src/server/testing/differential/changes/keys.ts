import type { ForeignKey, ReferentialAction, Table } from '../../../../shared/database-schema';
import {
  columnsOf,
  indexesOf,
  isFree,
  keysOf,
  nameOf,
  type Place,
  quote,
  sqlOf,
  type Template,
  tablesOf,
} from './place';

type KeyAt = { table: Table; key: ForeignKey };
const list = (columns: readonly string[]) => columns.map(quote).join(', ');

function anew({ table, key }: KeyAt, changed: Partial<ForeignKey>, suffix = ''): Place {
  const { onDelete, onUpdate } = { ...key, ...changed };
  const target = `${quote(key.references.schema)}.${quote(key.references.table)} (${list(key.references.columns)})`;
  return {
    on: `${table.name}.${key.name}`,
    touches: `constraint:${nameOf(table)}.${key.name}`,
    sql: [
      `ALTER TABLE ${sqlOf(table)} DROP CONSTRAINT ${quote(key.name)}`,
      `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT ${quote(key.name)} FOREIGN KEY (${list(key.columns)})
       REFERENCES ${target} ${suffix.startsWith('MATCH') ? suffix : ''}
       ON DELETE ${onDelete} ON UPDATE ${onUpdate} ${suffix.startsWith('MATCH') ? '' : suffix}`,
    ],
  };
}

function ofKey(
  name: string,
  place: (at: KeyAt) => Place,
  options: Partial<Template> & { fits?: (key: ForeignKey, table: Table) => boolean } = {},
): Template {
  const { fits, ...rest } = options;
  return { name: `foreign key: ${name}`, ...rest, places: (shape) => keysOf(shape, fits).map(place) };
}

const ACTIONS: ReferentialAction[] = ['NO ACTION', 'RESTRICT', 'CASCADE', 'SET NULL', 'SET DEFAULT'];

const foreignKeyChanges: Template[] = [
  ofKey(
    'drop',
    ({ table, key }) => ({
      on: `${table.name}.${key.name}`,
      touches: `constraint:${nameOf(table)}.${key.name}`,
      sql: [`ALTER TABLE ${sqlOf(table)} DROP CONSTRAINT ${quote(key.name)}`],
    }),
    { times: 3 },
  ),
  ofKey(
    'rename',
    ({ table, key }) => ({
      on: `${table.name}.${key.name}`,
      touches: `constraint:${nameOf(table)}.${key.name}`,
      sql: [`ALTER TABLE ${sqlOf(table)} RENAME CONSTRAINT ${quote(key.name)} TO "renamed_key"`],
    }),
    { silent: 'a foreign key does the same under any name' },
  ),
  ...ACTIONS.map((action) =>
    ofKey(`on delete ${action.toLowerCase()}`, (at) => anew(at, { onDelete: action }), {
      fits: (key) => key.onDelete !== action,
    }),
  ),
  ...ACTIONS.filter((action) => action !== 'CASCADE').map((action) =>
    ofKey(`on update ${action.toLowerCase()}`, (at) => anew(at, { onUpdate: action }), {
      fits: (key) => key.onUpdate !== action,
    }),
  ),
  ofKey('deferrable', (at) => anew(at, {}, 'DEFERRABLE'), { fits: (key) => !key.deferrable }),
  ofKey('initially deferred', (at) => anew(at, {}, 'DEFERRABLE INITIALLY DEFERRED')),
  ofKey('match full', (at) => anew(at, {}, 'MATCH FULL'), {
    fits: (key) => key.columns.length > 1 && key.match === 'SIMPLE',
  }),
  ofKey('not valid', (at) => anew(at, {}, 'NOT VALID'), { times: 2 }),
  ofKey('not enforced', (at) => anew(at, {}, 'NOT ENFORCED'), { times: 2, since: 180000 }),
  ofKey('not enforced, other actions', (at) => anew(at, { onDelete: 'NO ACTION' }, 'NOT ENFORCED'), {
    since: 180000,
    fits: (key) => key.onDelete !== 'NO ACTION',
  }),
  ofKey(
    'a second one of the same',
    ({ table, key }) => ({
      on: `${table.name}.${key.name}`,
      touches: `constraint:${nameOf(table)}.second_key`,
      sql: [
        `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT "second_key" FOREIGN KEY (${list(key.columns)})
         REFERENCES ${quote(key.references.schema)}.${quote(key.references.table)} (${list(key.references.columns)})
         ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`,
      ],
    }),
    { silent: 'a second key of the same columns and actions forbids nothing more' },
  ),
  {
    name: 'foreign key: add',
    times: 2,
    places: (shape) =>
      columnsOf(shape, (column, table) => column.type === 'text' && isFree(column, table)).flatMap(
        ({ table, column }) => {
          const target = tablesOf(shape).find(
            (one) =>
              one.primaryKey?.columns.length === 1 &&
              one.columns.some((id) => id.name === one.primaryKey?.columns[0] && id.type === 'text'),
          );
          if (target === undefined) return [];
          return [
            {
              on: `${table.name}.${column.name}`,
              touches: `constraint:${nameOf(table)}.new_key`,
              sql: [
                `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT "new_key" FOREIGN KEY (${quote(column.name)}) REFERENCES ${sqlOf(target)}`,
              ],
            },
          ];
        },
      ),
  },
];

const primaryKeyChanges: Template[] = [
  {
    name: 'primary key: drop',
    times: 3,
    places: (shape) =>
      primaries(shape).map(({ table, name }) => ({
        on: table.name,
        touches: `constraint:${nameOf(table)}.${name}`,
        sql: [`ALTER TABLE ${sqlOf(table)} DROP CONSTRAINT ${quote(name)} CASCADE`],
      })),
  },
  {
    name: 'primary key: rename',
    silent: 'a primary key does the same under any name',
    places: (shape) =>
      primaries(shape).map(({ table, name }) => ({
        on: table.name,
        touches: `constraint:${nameOf(table)}.${name}`,
        sql: [`ALTER TABLE ${sqlOf(table)} RENAME CONSTRAINT ${quote(name)} TO "renamed_pkey"`],
      })),
  },
  {
    name: 'primary key: other columns',
    times: 2,
    places: (shape) =>
      primaries(shape).flatMap(({ table, name, columns }) => {
        const further = table.columns.find((column) => !column.nullable && !columns.includes(column.name));
        if (further === undefined) return [];
        return [
          {
            on: table.name,
            touches: `constraint:${nameOf(table)}.${name}`,
            sql: [
              `ALTER TABLE ${sqlOf(table)} DROP CONSTRAINT ${quote(name)} CASCADE`,
              `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT ${quote(name)} PRIMARY KEY (${list([...columns, further.name])})`,
            ],
          },
        ];
      }),
  },
  {
    name: 'primary key: columns in another order',
    places: (shape) =>
      primaries(shape)
        .filter(({ columns }) => columns.length > 1)
        .map(({ table, name, columns }) => ({
          on: table.name,
          touches: `constraint:${nameOf(table)}.${name}`,
          sql: [
            `ALTER TABLE ${sqlOf(table)} DROP CONSTRAINT ${quote(name)} CASCADE`,
            `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT ${quote(name)} PRIMARY KEY (${list(columns.toReversed())})`,
          ],
        })),
  },
  {
    name: 'primary key: a unique index in its place',
    places: (shape) =>
      primaries(shape).map(({ table, name, columns }) => ({
        on: table.name,
        touches: `constraint:${nameOf(table)}.${name}`,
        sql: [
          `ALTER TABLE ${sqlOf(table)} DROP CONSTRAINT ${quote(name)} CASCADE`,
          `CREATE UNIQUE INDEX ${quote(name)} ON ${sqlOf(table)} (${list(columns)})`,
        ],
      })),
  },
];

function primaries(shape: Parameters<typeof tablesOf>[0]) {
  return tablesOf(shape).flatMap((table) =>
    table.primaryKey === null ? [] : [{ table, ...table.primaryKey }],
  );
}

const uniques = (shape: Parameters<typeof tablesOf>[0]) =>
  indexesOf(shape, (index) => index.unique && index.predicate === null);

const uniqueChanges: Template[] = [
  {
    name: 'unique: drop',
    times: 3,
    places: (shape) =>
      uniques(shape).map(({ table, index }) => ({
        on: `${table.name}.${index.name}`,
        touches: `index:${nameOf(table)}.${index.name}`,
        sql: [`DROP INDEX ${quote(table.schema)}.${quote(index.name)} CASCADE`],
      })),
  },
  ...(
    [
      ['no longer unique', (on: string, columns: string) => `INDEX NAME ON ${on} (${columns})`],
      [
        'only where …',
        (on: string, columns: string, one: string) =>
          `UNIQUE INDEX NAME ON ${on} (${columns}) WHERE ${one} IS NOT NULL`,
      ],
      [
        'case-insensitive',
        (on: string, _columns: string, one: string) => `UNIQUE INDEX NAME ON ${on} (lower(${one}::text))`,
      ],
      [
        'deferred constraint',
        (on: string, columns: string) =>
          `ALTER TABLE ${on} ADD CONSTRAINT NAME UNIQUE (${columns}) DEFERRABLE`,
      ],
    ] as const
  ).map(
    ([name, create]): Template => ({
      name: `unique: ${name}`,
      places: (shape) =>
        uniques(shape).map(({ table, index }) => {
          const columns = index.columns.map((column) => column.name ?? '');
          const made = create(sqlOf(table), list(columns), quote(columns[0] ?? '')).replace(
            'NAME',
            quote(index.name),
          );
          return {
            on: `${table.name}.${index.name}`,
            touches: `${made.startsWith('ALTER') ? 'constraint' : 'index'}:${nameOf(table)}.${index.name}`,
            sql: [
              `DROP INDEX ${quote(table.schema)}.${quote(index.name)} CASCADE`,
              made.startsWith('ALTER') ? made : `CREATE ${made}`,
            ],
          };
        }),
    }),
  ),
  {
    name: 'unique: nulls not distinct',
    since: 150000,
    places: (shape) =>
      uniques(shape)
        .filter(({ index }) => !index.nullsNotDistinct)
        .map(({ table, index }) => ({
          on: `${table.name}.${index.name}`,
          touches: `index:${nameOf(table)}.${index.name}`,
          sql: [
            `DROP INDEX ${quote(table.schema)}.${quote(index.name)} CASCADE`,
            `CREATE UNIQUE INDEX ${quote(index.name)} ON ${sqlOf(table)} (${list(index.columns.map((column) => column.name ?? ''))}) NULLS NOT DISTINCT`,
          ],
        })),
  },
  ...(['index', 'constraint'] as const).map(
    (kind): Template => ({
      name: `unique: add as ${kind}`,
      places: (shape) =>
        columnsOf(
          shape,
          (column, table) => isFree(column, table) && /^(text|integer)$/.test(column.type),
        ).map(({ table, column }) => ({
          on: `${table.name}.${column.name}`,
          touches: `index:${nameOf(table)}.new_unique`,
          sql: [
            kind === 'index'
              ? `CREATE UNIQUE INDEX "new_unique" ON ${sqlOf(table)} (${quote(column.name)})`
              : `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT "new_unique" UNIQUE (${quote(column.name)})`,
          ],
        })),
    }),
  ),
  {
    name: 'unique: as a constraint in the place of the index',
    silent: 'a unique constraint and a unique index guard the same',
    places: (shape) =>
      uniques(shape).map(({ table, index }) => ({
        on: `${table.name}.${index.name}`,
        touches: `constraint:${nameOf(table)}.${index.name}`,
        sql: [
          `ALTER TABLE ${sqlOf(table)} ADD CONSTRAINT ${quote(index.name)} UNIQUE USING INDEX ${quote(index.name)}`,
        ],
      })),
  },
];

export const keyChanges: Template[] = [...foreignKeyChanges, ...primaryKeyChanges, ...uniqueChanges];
