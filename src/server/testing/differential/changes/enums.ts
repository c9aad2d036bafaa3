import type { DatabaseSchema, EnumType } from '../../../../shared/database-schema';
import { nameOf, quote, type Template } from './place';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** One change of each enum, or of those that fit. */
function ofEnum(
  name: string,
  sql: (type: EnumType, shape: DatabaseSchema) => string[],
  options: { times?: number; fits?: (type: EnumType) => boolean } = {},
): Template {
  return {
    name: `enum: ${name}`,
    ...(options.times === undefined ? {} : { times: options.times }),
    places: (shape) =>
      shape.enums
        .filter(options.fits ?? (() => true))
        .map((type) => ({ on: type.name, touches: `enum:${nameOf(type)}`, sql: sql(type, shape) })),
  };
}

const nameIn = (type: EnumType) => `${quote(type.schema)}.${quote(type.name)}`;
const first = (type: EnumType) => text(type.values[0] ?? '');

/** What PostgreSQL has no statement for is done in its catalogue, as people with a superuser do it. */
const ofLabel = (type: EnumType, value: string) =>
  `enumtypid = '${nameIn(type).replaceAll("'", "''")}'::regtype AND enumlabel = ${text(value)}`;

/** A value that no default names: with it gone, the default could not even be printed. */
function unused(type: EnumType, shape: DatabaseSchema): string {
  const defaults = shape.tables.flatMap((table) => table.columns.map((column) => column.default ?? ''));
  return type.values.find((value) => !defaults.some((one) => one.includes(value))) ?? '';
}

export const enumChanges: Template[] = [
  ofEnum('add value', (type) => [`ALTER TYPE ${nameIn(type)} ADD VALUE 'NEW_VALUE'`], { times: 2 }),
  ofEnum('add value at the front', (type) => [
    `ALTER TYPE ${nameIn(type)} ADD VALUE 'NEW_VALUE' BEFORE ${first(type)}`,
  ]),
  ofEnum(
    'rename value',
    (type) => [`ALTER TYPE ${nameIn(type)} RENAME VALUE ${first(type)} TO 'OTHER_NAME'`],
    {
      times: 2,
    },
  ),
  ofEnum(
    'value in another case',
    (type) => [
      `ALTER TYPE ${nameIn(type)} RENAME VALUE ${first(type)} TO ${text(type.values[0]?.toLowerCase() ?? '')}`,
    ],
    { fits: (type) => type.values[0] !== type.values[0]?.toLowerCase() },
  ),
  ofEnum(
    'remove value',
    (type, shape) => [`DELETE FROM pg_enum WHERE ${ofLabel(type, unused(type, shape))}`],
    { times: 2, fits: (type) => type.values.length > 2 },
  ),
  ofEnum(
    'another order',
    (type) => [`UPDATE pg_enum SET enumsortorder = 99 WHERE ${ofLabel(type, type.values[0] ?? '')}`],
    { times: 2, fits: (type) => type.values.length > 1 },
  ),
  ofEnum('rename', (type) => [`ALTER TYPE ${nameIn(type)} RENAME TO "RenamedEnum"`]),
  ofEnum('drop with its columns', (type) => [`DROP TYPE ${nameIn(type)} CASCADE`]),
  {
    name: 'enum: create',
    places: (shape) => [
      {
        on: 'NewEnum',
        touches: `enum:${shape.schemas[0]}.NewEnum`,
        sql: [`CREATE TYPE ${quote(shape.schemas[0] ?? '')}."NewEnum" AS ENUM ('A', 'B')`],
      },
    ],
  },
];
