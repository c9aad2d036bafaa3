import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withAcceptEdits } from '../../checks/accept-edits';
import type { Finding } from '../../shared/finding';
import { dropDatabase } from '../embedded/databases';
import { createTestDatabase, type TestDatabase, withTestServer } from '../embedded/testing';
import { judgeStructure } from './judge';
import { applyEdit } from './testing/apply-edit';
import { type Expected, expectedOf, findingsOn, structureOf, withClient } from './testing/illness';
import { SHOP, SHOP_MIGRATION, SHOP_ROWS } from './testing/shop';

/** What the database has otherwise, and the rule whose edit accepts it. */
const DIFFERENCES: [rule: string, sql: string][] = [
  ['column.unexpected', 'ALTER TABLE "User" ADD COLUMN "extra" numeric(8,3)'],
  ['column.unexpected', `ALTER TABLE "entries" ADD COLUMN "mood of it" "Mood" NOT NULL DEFAULT 'BAD'`],
  ['column.unexpected', 'ALTER TABLE "Post" ADD COLUMN "place" point'],
  ['column.missing', 'ALTER TABLE "Post" DROP COLUMN "body"'],
  ['column.type', 'ALTER TABLE "User" ALTER COLUMN "name" TYPE text'],
  ['column.type', 'ALTER TABLE "User" ALTER COLUMN "score" TYPE double precision'],
  ['column.type', 'ALTER TABLE "User" ALTER COLUMN "seenAt" TYPE timestamptz(6)'],
  ['column.type', `ALTER TABLE "entries" ALTER COLUMN "mood" TYPE text`],
  ['column.nullability', 'ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL'],
  [
    'column.nullability',
    `UPDATE "User" SET "name" = ''; ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL`,
  ],
  ['column.default', 'ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT'],
  ['column.default', 'ALTER TABLE "User" ALTER COLUMN "visits" SET DEFAULT 7'],
  ['column.default', `ALTER TABLE "Team" ALTER COLUMN "name" SET DEFAULT lower('X')`],
  ['enum.value-unexpected', `ALTER TYPE "Mood" ADD VALUE 'so so' AFTER 'GOOD'`],
  ['enum.value-unexpected', `ALTER TYPE "Mood" ADD VALUE 'BEST' BEFORE 'GOOD'`],
  [
    'enum.value-missing',
    `CREATE TYPE "New" AS ENUM ('BAD'); ALTER TABLE "entries" ALTER COLUMN "mood" TYPE "New" USING 'BAD'::"New"; DROP TYPE "Mood"; ALTER TYPE "New" RENAME TO "Mood"`,
  ],
  [
    'enum.value-order',
    `CREATE TYPE "New" AS ENUM ('BAD', 'GOOD'); ALTER TABLE "entries" ALTER COLUMN "mood" TYPE "New" USING "mood"::text::"New"; DROP TYPE "Mood"; ALTER TYPE "New" RENAME TO "Mood"`,
  ],
  ['enum.unexpected', `CREATE TYPE "by hand" AS ENUM ('a', 'b c')`],
  ['index.unexpected', 'CREATE INDEX "by_hand" ON "Team" ("name" DESC)'],
  ['index.unexpected', 'CREATE INDEX "by_hand" ON "User" USING gin ("tags")'],
  ['index.missing', 'DROP INDEX "User_role_seenAt_idx"'],
  ['unique.unexpected', 'ALTER TABLE "Team" ADD CONSTRAINT "by_hand" UNIQUE ("name")'],
  ['unique.missing', 'DROP INDEX "User_email_key"'],
  [
    'foreign-key.action',
    `ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey",
     ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION`,
  ],
  [
    'foreign-key.unexpected',
    'ALTER TABLE "entries" ADD CONSTRAINT "by_hand" FOREIGN KEY ("a") REFERENCES "Team" ("id")',
  ],
  ['primary-key.unexpected', 'ALTER TABLE "Pair" ADD CONSTRAINT "by_hand" PRIMARY KEY ("a", "b")'],
  ['extension.unexpected', 'CREATE EXTENSION "citext"'],
  ['extension.unexpected', 'CREATE EXTENSION "uuid-ossp"'],
  ['table.unexpected', 'CREATE TABLE "audit" ("id" serial PRIMARY KEY, "at" timestamptz(3) DEFAULT now())'],
  [
    'table.unexpected',
    `CREATE TABLE "by hand" ("a" int, "b" text NOT NULL, "teamId" int REFERENCES "Team" ("id") ON DELETE SET NULL,
       "boss" int UNIQUE REFERENCES "User" ("id"), PRIMARY KEY ("a", "b")); CREATE INDEX ON "by hand" ("teamId")`,
  ],
];

let template: TestDatabase;
let expected: Expected;

beforeAll(async () => {
  template = await createTestDatabase('accept');
  const made = await expectedOf(SHOP, SHOP_MIGRATION);
  expected = made.expected;
  await withClient(template.url, (client) => client.query(`${made.ddl}\n${SHOP_ROWS}`));
});
afterAll(() => template?.drop());

const keysOf = (findings: readonly Finding[]) => findings.map(({ key }) => key).sort();

describe('the edit that accepts what the database has', () => {
  test.each(DIFFERENCES)('%s: %s', async (rule, sql) => {
    const server = withTestServer();
    const name = `${template.name}_${Math.random().toString(36).slice(2, 8)}`;
    await withClient(server.url('postgres'), (client) =>
      client.query(`CREATE DATABASE "${name}" TEMPLATE "${template.name}"`),
    );
    try {
      const url = server.url(name);
      await withClient(url, (client) => client.query(sql));
      const schema = expected['schema.prisma'];
      if (schema === undefined) throw new Error('The test has no schema.');
      const catalogue = await structureOf(url, schema.schemas);
      const before = judgeStructure({ ...expected, 'database.catalogue': catalogue }, { ignore: [] });
      const found = withAcceptEdits(before, { schema, catalogue }).find((finding) => finding.rule === rule);
      if (found?.accept === undefined) throw new Error(`There is no edit: ${keysOf(before).join(', ')}.`);

      const edited = applyEdit(SHOP, found.accept);
      const { expected: accepted } = await expectedOf(edited, SHOP_MIGRATION);
      const after = keysOf(
        await findingsOn(url, {
          ...expected,
          ...accepted,
          'migrations.folder': expected['migrations.folder'],
        }),
      );
      // Nothing may have come; what was there beside it may stay. Only of two that are both declared one is too many.
      const others = keysOf(before).filter((key) => key !== found.key);
      if (rule === 'primary-key.unexpected') others.push('index.duplicate:public.Pair:Pair_a_b_key');
      expect(after.filter((key) => !others.includes(key))).toEqual([]);
    } finally {
      await dropDatabase(server.url('postgres'), name);
    }
  });
});
