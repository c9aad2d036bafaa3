import type { Column, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaField, PrismaModel } from '../../shared/prisma-schema';
import { conversionError, delegateOf, nullWhereNone } from './client-calls';
import { clientFinding, type Scope } from './client-scope';
import { baseType, decodes } from './client-type';
import { type Consequence, weightOf } from './impact';
import { fieldOf, nameOf } from './names';
import { typeConsequence } from './type-consequence';

/** The type of the column that Prisma makes for a field without a native type. */
const COLUMN_TYPE: Record<string, string> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3) without time zone',
  Json: 'jsonb',
  Bytes: 'bytea',
};

type Sides = { client: PrismaModel; schema: PrismaModel | undefined; table: Table };
type Place = { column: Column; field: PrismaField; client: PrismaModel; table: Table };

/**
 * The columns that the client reads as something else than they are. Where schema.prisma reads them in the same way, the
 * difference is between schema and database, and the schema checks tell it.
 */
export function readDifferently({ client, schema, table }: Sides, scope: Scope): Finding[] {
  return table.columns.flatMap((column) => {
    const field = fieldOf(client, column.name);
    if (field === undefined || field.kind === 'unsupported') return [];
    if (scope.ignore.column(table.schema, table.name, column.name)) return [];
    const declared = fieldOf(schema, column.name);
    const place = { column, field, client, table };
    const sameType =
      declared?.kind === field.kind && declared.type === field.type && declared.isList === field.isList;
    const sameNull = declared?.isRequired === field.isRequired;
    return [
      ...(sameType ? [] : ofType(place, scope)),
      // Schema and database agree on a null where the client's own declaration is the odd one.
      ...(sameNull || field.isList ? [] : ofNull(place, scope)),
    ];
  });
}

function ofType(place: Place, scope: Scope): Finding[] {
  const { column, field } = place;
  const consequence = consequenceOf(place, scope);
  const weight = weightOf(consequence);
  if (weight.impact === 'none') return [];
  return [
    fieldFinding(place, {
      rule: 'client.field-type',
      ...weight,
      difference: `which is of the type ${column.type}: ${inCalls(consequence, place, scope)}`,
      expected: `a column that reads as ${typeInWords(field)}`,
      observed: `the type ${column.type}`,
    }),
  ];
}

function consequenceOf({ column, field, table }: Place, { client, database }: Scope): Consequence {
  if (column.type.endsWith('[]') !== field.isList) return 'breaks reads';
  const type = column.type.replace(/\[\]$/, '');
  const found = baseType(type).replaceAll('"', '');
  const isEnum = database.enums.some(({ schema, name }) => found === name || found === `${schema}.${name}`);
  if (field.kind === 'enum') {
    const wanted = client.enums.find(({ name }) => name === field.type)?.dbName ?? field.type;
    if (found === wanted || found === `${table.schema}.${wanted}`) return 'changes nothing';
    // The values come as text either way; what is written is of the wrong type.
    return isEnum ? 'breaks writes' : typeConsequence(`"${wanted}"`, type);
  }
  if (isEnum) return field.type === 'String' ? 'breaks writes' : 'breaks reads';
  if (!decodes(field, column.type)) return 'breaks reads';
  return typeConsequence(COLUMN_TYPE[field.type] ?? 'text', type);
}

function inCalls(consequence: Consequence, { client }: Place, scope: Scope): string {
  const delegate = delegateOf(client.name);
  switch (consequence) {
    case 'breaks reads':
      return `${delegate}.findMany() throws ${conversionError(scope.client)} where a value does not fit`;
    case 'breaks writes':
      return `${delegate}.create() is refused where a value does not fit`;
    case 'may change reads':
      return `${delegate}.findMany() may give other values than were written`;
    default:
      return `values that go through ${delegate} may lose digits or their form`;
  }
}

function ofNull(place: Place, scope: Scope): Finding[] {
  const { column, field, client } = place;
  const delegate = delegateOf(client.name);
  if (field.isRequired && column.nullable) {
    return [
      fieldFinding(place, {
        rule: 'client.field-nullability',
        ...weightOf('breaks reads'),
        difference: `which may be null: ${nullWhereNone(scope.client, delegate)}`,
        expected: 'a column that is NOT NULL',
        observed: 'nullable',
      }),
    ];
  }
  const filledIn = column.default !== null || column.generated !== null || column.identity !== null;
  if (field.isRequired || column.nullable || filledIn || field.hasDefault) return [];
  return [
    fieldFinding(place, {
      rule: 'client.field-nullability',
      ...weightOf('breaks writes'),
      difference: `which is NOT NULL without a default: ${delegate}.create() without it throws P2011`,
      expected: 'a column that may be null',
      observed: 'NOT NULL without a default',
    }),
  ];
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'expected' | 'observed'> & { difference: string };

function fieldFinding({ column, field, client, table }: Place, { difference, ...parts }: Parts): Finding {
  const name = `${client.name}.${field.name}`;
  return clientFinding(`${nameOf(table)}:${column.name}`, client, {
    ...parts,
    subject: { kind: 'field', name, model: client.name, field: field.name },
    message: `The generated client reads the column ${column.name} of ${nameOf(table)} as ${name} (${typeInWords(field)}), ${difference}.`,
  });
}

/** `String?`, `Mood[]`, as a schema writes it. */
function typeInWords({ type, isList, isRequired }: PrismaField): string {
  return `${type}${isList ? '[]' : isRequired ? '' : '?'}`;
}
