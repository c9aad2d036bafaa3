import { describe, expect, it } from 'vitest';
import type { Column } from '../../shared/database-schema';
import type { PrismaField } from '../../shared/prisma-schema';
import { clientDatabase } from '../client-database';
import { aDatabase, aField, aModel, anEnum, aSchema, aTable, onDisk } from '../testing/client-builders';

type Sides = {
  client?: Partial<PrismaField>;
  schema?: Partial<PrismaField>;
  column?: Partial<Column>;
  version?: string;
  engineType?: 'client' | 'library';
};
const MOOD = anEnum('Mood', ['HAPPY']);

/** One field of three sides: in the client, in schema.prisma, and as a column. */
function run({ client, schema, column, version = '7.10.0', engineType = 'client' }: Sides) {
  const table = aTable('users', ['id', 'age']);
  const columns = table.columns.map((one) => (one.name === 'age' ? { ...one, ...column } : one));
  const model = (field: Partial<PrismaField> = {}) => aModel('User', 'users', ['id', aField('age', field)]);
  return clientDatabase.runWith(
    {
      'client.disk': onDisk({ models: [model(client)], enums: [MOOD], version, engineType }),
      'schema.prisma': aSchema([model(schema)], [MOOD]),
      'database.catalogue': aDatabase([{ ...table, columns }], { Mood: ['HAPPY'] }),
    },
    { ignore: [] },
  ).findings;
}

describe('a column that the client reads differently', () => {
  it('is fine where all three say the same', () => {
    expect(run({})).toEqual([]);
    const age = { type: 'Int' };
    expect(run({ client: age, schema: age, column: { type: 'integer' } })).toEqual([]);
  });

  it('is left to the schema checks where client and schema say the same', () => {
    const age = { type: 'Int', isRequired: true };
    expect(run({ client: age, schema: age, column: { type: 'text', nullable: true } })).toEqual([]);
  });

  it('is fine where only the client and the database are of one mind', () => {
    expect(run({ client: { type: 'Int' }, schema: { type: 'String' }, column: { type: 'integer' } })).toEqual(
      [],
    );
    expect(run({ client: { isRequired: false }, column: { nullable: true } })).toEqual([]);
  });

  it('breaks reads that cannot be decoded, with the error of its Prisma', () => {
    const sides = { client: { type: 'Int' }, column: { type: 'text' } };
    expect(run(sides)).toMatchObject([
      {
        key: 'client.field-type:public.users:age',
        severity: 'error',
        impact: 'read',
        message:
          'The generated client reads the column age of public.users as User.age (Int), which is of the type text: user.findMany() throws P2023 where a value does not fit.',
        expected: 'a column that reads as Int',
        observed: 'the type text',
      },
    ]);
    expect(run({ ...sides, version: '6.19.3' })[0]?.message).toContain('throws an error without a code');
    expect(run({ ...sides, version: '5.22.0', engineType: 'library' })[0]?.message).toContain('P2032');
    expect(run({ client: { isList: true }, column: { type: 'text' } })).toHaveLength(1);
  });

  it('breaks writes, loses digits or makes no difference, by what the client does with the type', () => {
    const impacts = (client: Partial<PrismaField>, type: string) =>
      run({ client, schema: { type: 'Json' }, column: { type } }).map(({ impact }) => impact);
    expect(impacts({ type: 'String' }, 'timestamp(3) without time zone')).toEqual(['write']);
    expect(impacts({ type: 'Float' }, 'numeric(65,30)')).toEqual(['integrity']);
    expect(impacts({ type: 'String' }, 'character varying')).toEqual([]);
    expect(impacts({ type: 'String' }, '"Mood"')).toEqual(['write']);
    expect(impacts({ type: 'Int' }, '"Mood"')).toEqual(['read']);
    expect(impacts({ type: 'Mood', kind: 'enum' }, '"Mood"')).toEqual([]);
  });

  it('gives a null that no field allows, or asks for a value that the client takes for optional', () => {
    const nullable = { schema: { isRequired: false }, column: { nullable: true } };
    expect(run(nullable)).toMatchObject([
      { key: 'client.field-nullability:public.users:age', impact: 'read', observed: 'nullable' },
    ]);
    expect(run(nullable)[0]?.message).toContain('hands out a null');
    expect(run({ ...nullable, engineType: 'library' })[0]?.message).toContain('throws P2032');
    const optional = { client: { isRequired: false } };
    expect(run(optional)).toMatchObject([{ impact: 'write', observed: 'NOT NULL without a default' }]);
    expect(run({ ...optional, column: { default: "'x'" } })).toEqual([]);
  });
});
