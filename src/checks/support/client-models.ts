import type { Column } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { clientModels, type PrismaModel } from '../../shared/prisma-schema';
import { delegateOf } from './client-calls';
import { readDifferently } from './client-columns';
import { byDbName, clientFinding, type Scope, wanted } from './client-scope';
import { fieldOf, nameOf } from './names';

type ModelPair = {
  id: string;
  client: PrismaModel | undefined;
  schema: PrismaModel | undefined;
  table: Scope['database']['tables'][number] | undefined;
};

/** Each table that the client or schema.prisma has a model for, with its sides. */
export function modelPairs({ client, database, schema, ignore }: Scope): ModelPair[] {
  const inClient = byDbName(client.models);
  const inSchema = byDbName(clientModels(schema));
  const tables = new Map(database.tables.map((table) => [nameOf(table), table]));
  return wanted([...inSchema.values(), ...inClient.values()], database.schemas, ignore).map((id) => ({
    id,
    client: inClient.get(id),
    schema: inSchema.get(id),
    table: tables.get(id),
  }));
}

/** What the client lacks or has too many of one table, its model and its fields. */
export function modelFindings({ id, client, schema, table }: ModelPair, scope: Scope): Finding[] {
  if (client === undefined) {
    if (schema === undefined || table === undefined) return [];
    return [
      clientFinding(`${id}`, schema, {
        rule: 'client.model-missing',
        subject: { kind: 'model', name: schema.name, model: schema.name },
        message: `The generated client has no model for the table ${id}, which schema.prisma calls ${schema.name}: ${delegateOf(schema.name)} is undefined in it, and ${delegateOf(schema.name)}.findMany() throws “Cannot read properties of undefined”.`,
        expected: `model ${schema.name} in the client`,
        observed: `none for the table ${id}`,
      }),
    ];
  }
  if (table === undefined) {
    // Where schema.prisma declares the table too, or names the model differently, `table.missing` says it.
    if (schema !== undefined) return [];
    return [
      clientFinding(id, client, {
        rule: 'client.model-missing',
        subject: { kind: 'model', name: client.name, model: client.name },
        message: `The model ${client.name} of the generated client reads the table ${id}, which neither schema.prisma nor the database has: every call of ${delegateOf(client.name)} throws P2021.`,
        expected: `a table ${id}, as the client has it`,
        observed: 'no such table in the database',
      }),
    ];
  }
  return [
    ...lackingFields(id, client, schema, table, scope),
    ...surplusFields(id, client, schema, table, scope),
    ...readDifferently({ client, schema, table }, scope),
  ];
}

function lackingFields(
  id: string,
  client: PrismaModel,
  schema: PrismaModel | undefined,
  table: NonNullable<ModelPair['table']>,
  { ignore }: Scope,
): Finding[] {
  return table.columns.flatMap((column) => {
    const field = fieldOf(schema, column.name);
    if (field === undefined || field.kind === 'unsupported' || fieldOf(client, column.name) !== undefined)
      return [];
    if (ignore.column(table.schema, table.name, column.name)) return [];
    return [
      clientFinding(`${id}:${column.name}`, schema ?? client, {
        rule: 'client.field-missing',
        subject: {
          kind: 'field',
          name: `${client.name}.${field.name}`,
          model: client.name,
          field: field.name,
        },
        message: `The generated client does not know the column ${column.name} of ${id}, which is ${client.name}.${field.name} in schema.prisma: calls of ${delegateOf(client.name)} that name it are refused (PrismaClientValidationError)${mustBeGiven(column) ? ', and every create() throws P2011, since it is NOT NULL without a default' : ''}.`,
        expected: `field ${client.name}.${field.name} in the client`,
        observed: `none for the column ${column.name}`,
      }),
    ];
  });
}

function mustBeGiven({ nullable, default: filledIn, generated, identity }: Column): boolean {
  return !nullable && filledIn === null && generated === null && identity === null;
}

function surplusFields(
  id: string,
  client: PrismaModel,
  schema: PrismaModel | undefined,
  table: NonNullable<ModelPair['table']>,
  { ignore }: Scope,
): Finding[] {
  const columns = new Set(table.columns.map(({ name }) => name));
  return client.fields.flatMap((field) => {
    if (field.kind === 'object' || field.kind === 'unsupported' || columns.has(field.dbName)) return [];
    if (fieldOf(schema, field.dbName) !== undefined) return [];
    if (ignore.column(table.schema, table.name, field.dbName)) return [];
    return [
      clientFinding(`${id}:${field.dbName}`, client, {
        rule: 'client.field-missing',
        subject: {
          kind: 'field',
          name: `${client.name}.${field.name}`,
          model: client.name,
          field: field.name,
        },
        message: `The generated client reads the column ${field.dbName} of ${id} as ${client.name}.${field.name}, which neither schema.prisma nor the database has: ${delegateOf(client.name)}.findMany() and create() throw P2022.`,
        expected: `a column ${field.dbName}, as the client has it`,
        observed: `no such column in ${id}`,
      }),
    ];
  });
}
