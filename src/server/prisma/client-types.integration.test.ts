import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeConsequence } from '../../checks/support/type-consequence';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { createTestApplication, type TestApplication } from '../probes/client/testing';

/** Model, its field, the type of that field's column, and a value that the schema allows. */
const FIELDS: [model: string, field: string, type: string, value: unknown][] = [
  ['Texts', 'String', 'text', 'seven'],
  ['Shorts', 'String @db.VarChar(10)', 'character varying(10)', 'ten letter'],
  ['Ints', 'Int', 'integer', 2_147_483_647],
  ['Bigs', 'BigInt', 'bigint', 9_007_199_254_740_993n],
  ['Floats', 'Float', 'double precision', 7.5],
  ['Decimals', 'Decimal @db.Decimal(10,2)', 'numeric(10,2)', '12345678.25'],
  ['Moments', 'DateTime', 'timestamp(3) without time zone', new Date('2026-01-02T03:04:05.678Z')],
  ['Flags', 'Boolean', 'boolean', true],
  ['Documents', 'Json', 'jsonb', { a: 1 }],
  ['Moods', 'Mood', '"Mood"', 'HAPPY'],
];

/** The column's type, and a value that stands in it. */
const COLUMNS: [type: string, literal: string][] = [
  ['text', "'7'"],
  ['character varying(5)', "'7'"],
  ['uuid', "'6f2f1f5a-5f4e-4a3a-9d5e-0a1b2c3d4e5f'"],
  ['boolean', 'true'],
  ['smallint', '7'],
  ['integer', '7'],
  ['bigint', '7000000000'],
  ['double precision', '7.5'],
  ['numeric(12,4)', '7.5'],
  ['numeric(6,2)', '7.5'],
  ['timestamp(6) without time zone', "'2026-01-02'"],
  ['text[]', "'{7}'"],
  ['json', `'{"a":1}'`],
  ['"Mood"', "'HAPPY'"],
];

const MODELS = FIELDS.map(([model, field]) => {
  const [type, ...attributes] = field.split(' ');
  return `model ${model} {\n  id Int @id\n  v ${type}? ${attributes.join(' ')}\n}`;
});
const SCHEMA = `generator client {
  provider = "prisma-client-js"
  output   = "../src/generated"
}
datasource db {
  provider = "postgresql"
}
enum Mood {
  HAPPY
  SAD
}
${MODELS.join('\n')}
`;

type Call = (args: unknown) => Promise<unknown>;
type Delegate = { findUnique: Call; findMany: Call; create: Call };
const isDelegate = (value: unknown): value is Delegate => z.looseObject({}).safeParse(value).success;
const Constructor = z.object({
  PrismaClient: z.custom<
    new (
      options: unknown,
    ) => Record<string, unknown> & { $disconnect(): Promise<void> }
  >((value) => typeof value === 'function'),
});

let database: TestDatabase;
let application: TestApplication;
let sql: pg.Client;
let client: InstanceType<z.infer<typeof Constructor>['PrismaClient']>;

beforeAll(async () => {
  database = await createTestDatabase('client_types');
  application = await createTestApplication(SCHEMA);
  await application.generate();
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  await sql.query(`CREATE TYPE "Mood" AS ENUM ('HAPPY', 'SAD')`);
  const loaded: unknown = createRequire(import.meta.url)(join(application.client, 'index.js'));
  const { PrismaClient } = Constructor.parse(loaded);
  client = new PrismaClient({ adapter: new PrismaPg({ connectionString: database.url }) });
}, 180_000);
afterAll(async () => {
  await client?.$disconnect();
  await sql?.end();
  await application?.remove();
  await database?.drop();
});

const works = (asked: Promise<unknown>) =>
  asked.then(
    () => true,
    () => false,
  );

describe("Prisma's client on a column of another type", () => {
  test.each(FIELDS)('%s (%s) does what its findings say', async (model, _field, expected, value) => {
    const name = model.charAt(0).toLowerCase() + model.slice(1);
    const delegate = client[name];
    if (!isDelegate(delegate)) throw new Error(`The client has no delegate ${name}.`);
    for (const [observed, literal] of COLUMNS) {
      if (observed === expected) continue;
      await sql.query(
        `DROP TABLE IF EXISTS "${model}"; CREATE TABLE "${model}" (id int PRIMARY KEY, v ${observed}); INSERT INTO "${model}" VALUES (1, ${literal})`,
      );
      const read = await works(delegate.findUnique({ where: { id: 1 } }));
      const written = await works(delegate.create({ data: { id: 2, v: value } }));
      const consequence = typeConsequence(expected, observed);
      const seen = `${expected} on ${observed}: reads ${read}, writes ${written}, said: ${consequence}`;
      // What fails has to be an error of its kind; what is called harmless has to work both ways.
      if (!read) expect(seen).toMatch(/said: breaks reads$/);
      else if (!written) expect(seen).toMatch(/said: breaks (reads|writes)$/);
      if (consequence === 'is drift') expect(seen).toContain('reads true, writes true');
    }
  });
});
