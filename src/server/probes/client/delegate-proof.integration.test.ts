import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { runDelegates } from './delegate-run';
import { createTestApplication, type TestApplication } from './testing';

const SCHEMA = `generator client {
  provider        = "prisma-client"
  output          = "../src/generated"
  previewFeatures = ["views"]
}

datasource db {
  provider = "postgresql"
}

enum Mood {
  HAPPY
  SAD
}

model Person {
  id    Int                     @id
  email String
  mood  Mood
  age   Int
  spot  Unsupported("point")?
  extra Json?
}

model Hidden {
  id   Int
  what Unsupported("point")

  @@ignore
}

view Adult {
  id    Int    @unique
  email String
}
`;
const TABLES = `
  CREATE TYPE "Mood" AS ENUM ('HAPPY', 'SAD', 'ANGRY');
  CREATE TABLE "Person" (id int PRIMARY KEY, email text, mood "Mood" NOT NULL, age int NOT NULL, spot point, extra jsonb);
  CREATE TABLE "Hidden" (id int, what point);
  CREATE VIEW "Adult" AS SELECT id, email FROM "Person" WHERE age > 17;
`;

let database: TestDatabase;
let application: TestApplication;

beforeAll(async () => {
  database = await createTestDatabase('proof');
  await sql(TABLES);
  application = await createTestApplication(SCHEMA);
  await application.generate();
});
afterAll(async () => {
  await application?.remove();
  await database?.drop();
});

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

const REQUIRED = ['id', 'email', 'mood', 'age'];

async function prove(names: string | string[], change: { databaseUrl?: string } = {}) {
  const answer = await runDelegates({
    client: {
      name: 'client',
      dir: application.client,
      layout: 'prisma-client',
      entry: 'client.ts',
      version: '7.10.0',
      engineType: 'client',
    },
    resolveDir: application.client,
    models: [names].flat().map((name) => ({
      name,
      counted: true,
      estimate: null,
      required: name === 'Person' ? REQUIRED : [],
    })),
    databaseUrl: change.databaseUrl ?? database.url,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    projectRoot: findProjectRoot(),
    dataDir: application.dataDir,
  });
  if (!answer.ok) throw new Error(answer.message);
  return answer.report.results;
}

describe('what a row proves that a count does not', () => {
  it('of an empty table the columns, of a row their values, of a view the same', async () => {
    expect(await prove(['Person', 'Adult'])).toMatchObject([
      { ok: true, firstRow: 'none', count: 0 },
      { ok: true, firstRow: 'none', count: 0 },
    ]);
    await sql(`INSERT INTO "Person" VALUES (1, 'ada@example.org', 'HAPPY', 36, '(1,2)', '{}')`);
    expect(await prove(['Person', 'Adult'])).toMatchObject([
      { ok: true, firstRow: 'read', count: 1 },
      { ok: true, firstRow: 'read', count: 1 },
    ]);
  });

  it.each([
    {
      what: 'a column that lacks',
      harm: 'ALTER TABLE "Person" RENAME COLUMN age TO years',
      repair: 'ALTER TABLE "Person" RENAME COLUMN years TO age',
      code: 'P2022',
      message: /Person\.age/,
    },
    {
      what: 'NULL in a field that is required',
      harm: 'UPDATE "Person" SET email = NULL',
      repair: `UPDATE "Person" SET email = 'ada@example.org'`,
      code: 'null-in-required',
      message: /field email is required/,
    },
    {
      what: 'a value that the enum of the client does not have',
      harm: `UPDATE "Person" SET mood = 'ANGRY'`,
      repair: `UPDATE "Person" SET mood = 'SAD'`,
      code: 'P2023',
      message: /'ANGRY' not found in enum 'Mood'/,
    },
    {
      what: 'a value of another type, which is not repeated',
      harm: `DROP VIEW "Adult"; ALTER TABLE "Person" ALTER age TYPE text USING 'ada@example.org'`,
      repair: `ALTER TABLE "Person" ALTER age TYPE int USING 36`,
      code: 'P2023',
      message: /^(?!.*ada@)Expected an integer in column 'age'/,
    },
  ])('$what', async ({ harm, repair, code, message }) => {
    await sql(harm);
    try {
      const [result] = await prove('Person');
      expect(result).toMatchObject({
        ok: false,
        count: null,
        errorCode: code,
        message: expect.stringMatching(message),
      });
    } finally {
      await sql(repair);
    }
    expect(await prove('Person')).toMatchObject([{ ok: true, firstRow: 'read' }]);
  });

  it('a table that our user may read in part is refused, not broken', async () => {
    const role = `part_${database.name}`.slice(0, 63);
    await sql(`CREATE ROLE "${role}" LOGIN PASSWORD 'part'; GRANT SELECT (id) ON "Person" TO "${role}"`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'part';
    try {
      expect(await prove('Person', { databaseUrl: url.href })).toMatchObject([
        { ok: false, errorCode: 'permission-denied' },
      ]);
    } finally {
      await sql(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    }
  });
});
