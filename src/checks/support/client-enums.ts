import type { Finding } from '../../shared/finding';
import type { PrismaEnum } from '../../shared/prisma-schema';
import { conversionError, unknownValueError } from './client-calls';
import { byDbName, clientFinding, type Scope, wanted } from './client-scope';
import { nameOf } from './names';

type EnumPair = {
  id: string;
  client: PrismaEnum | undefined;
  schema: PrismaEnum | undefined;
  values: readonly string[] | undefined;
};

/** Each enum that the client or schema.prisma declares, with its sides. */
export function enumPairs({ client, database, schema, ignore }: Scope): EnumPair[] {
  const inClient = byDbName(client.enums);
  const inSchema = byDbName(schema.enums);
  const types = new Map(database.enums.map((type) => [nameOf(type), type.values]));
  return wanted([...inSchema.values(), ...inClient.values()], database.schemas, ignore).map((id) => ({
    id,
    client: inClient.get(id),
    schema: inSchema.get(id),
    values: types.get(id),
  }));
}

/** What the client lacks or has too many of one enum and its values. */
export function enumFindings({ id, client, schema, values }: EnumPair, scope: Scope): Finding[] {
  const declared = schema ?? client;
  if (declared === undefined) return [];
  const lacksInClient = client === undefined && values !== undefined;
  const lacksInDatabase = client !== undefined && values === undefined && schema === undefined;
  if (lacksInClient || lacksInDatabase) {
    return [
      clientFinding(id, declared, {
        rule: 'client.enum-missing',
        subject: { kind: 'enum', schema: declared.schema, name: declared.dbName },
        message: lacksInClient
          ? `The generated client does not know the enum ${declared.name}, which the database has as ${id}.`
          : `The generated client knows an enum ${declared.name}, and neither schema.prisma nor the database has ${id}.`,
        expected: lacksInClient
          ? `enum ${declared.name} in the client`
          : `an enum ${id}, as the client has it`,
        observed: lacksInClient ? 'none' : 'no such type in the database',
      }),
    ];
  }
  if (client === undefined || values === undefined) return [];
  const inClient = new Set(client.values.map(({ dbName }) => dbName));
  const inSchema = new Set((schema?.values ?? []).map(({ dbName }) => dbName));
  const unknownToClient = values.filter((value) => !inClient.has(value) && inSchema.has(value));
  const unknownToDatabase = [...inClient].filter((value) => !values.includes(value) && !inSchema.has(value));
  const value = (
    name: string,
    message: string,
    expected: string,
    observed: string,
    impact: 'read' | 'write',
  ) =>
    clientFinding(`${id}:${name}`, declared, {
      rule: 'client.enum-value-missing',
      impact,
      subject: { kind: 'enum-value', schema: declared.schema, name: `${declared.dbName}.${name}` },
      message,
      expected,
      observed,
    });
  return [
    ...unknownToClient.map((name) =>
      value(
        name,
        `The generated client does not know the value ${name} of the enum ${id}: reading a row that holds it throws ${conversionError(scope.client)} (“Value '${name}' not found in enum”).`,
        `${client.name}.${name} in the client`,
        'not among its values',
        'read',
      ),
    ),
    ...unknownToDatabase.map((name) =>
      value(
        name,
        `The generated client offers ${client.name}.${name}, which the enum ${id} of the database does not have: writing it fails (${unknownValueError(scope.client)}).`,
        `${name} in ${id}, as the client has it`,
        'not among its values',
        'write',
      ),
    ),
  ];
}
