import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Settings } from '../../../shared/config';
import { verifyOnce } from '../../compose';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { emptyToSchemaDdl } from '../../prisma/schema-engine';
import { runSql } from '../catalogue/testing/read';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-old-databases-'));
  database = await createTestDatabase('old');
});
afterEach(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const SCHEMA = (mode: string) => `generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["metrics", "postgresqlExtensions"]
}
datasource db {
  provider  = "postgresql"
  url       = env("DATABASE_URL")
  directUrl = env("DIRECT_URL")
  ${mode}
}
model Post {
  id       Int      @id @default(autoincrement())
  authorId Int
  author   Author   @relation(fields: [authorId], references: [id])
  tags     Tag[]
  made     DateTime @default(now())
  @@index([authorId])
}
model Author {
  id    Int    @id @default(autoincrement())
  posts Post[]
}
model Tag {
  id    String @id @default(cuid())
  posts Post[]
}
`;

/** All findings on a database that the schema's own DDL made, changed as an older Prisma would have it. */
async function findings(schema: string, change: (sql: string) => string = (sql) => sql) {
  const file = path.join(folder, 'schema.prisma');
  await writeFile(file, schema);
  const { sql } = await emptyToSchemaDdl([{ path: 'schema.prisma', text: schema }]);
  await runSql(database.url, change(sql));
  const settings = Settings.parse({
    databaseUrl: database.url,
    schema: file,
    only: ['schema'],
    timeoutMs: 60_000,
  });
  const place = { projectRoot: process.cwd(), dataDir: path.join(folder, 'data') };
  const signal = new AbortController().signal;
  const { report } = await verifyOnce(settings, place, { runId: randomUUID(), signal });
  expect(report.checks.filter((check) => check.verdict === 'unknown')).toEqual([]);
  return report.checks.flatMap((check) => check.findings.map(({ rule, severity }) => `${severity} ${rule}`));
}

describe('databases of older Prismas', () => {
  test('a many-to-many table with the unique index that Prisma had until 5 is mentioned, and no more', async () => {
    const found = await findings(SCHEMA(''), (sql) =>
      sql
        .replace(/,\s*CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY \("A","B"\)/, '')
        .concat('CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag" ("A", "B");'),
    );
    expect(found).toEqual(['info primary-key.missing']);
  });

  test.each(['relationMode = "prisma"', 'referentialIntegrity = "prisma"'])(
    'with %s no foreign key is expected, and a foreign key is a stranger',
    async (mode) => {
      expect(await findings(SCHEMA(mode))).toEqual([]);
      await database.drop();
      database = await createTestDatabase('old');
      const found = await findings(SCHEMA(mode), (sql) =>
        sql.concat('ALTER TABLE "Post" ADD FOREIGN KEY ("authorId") REFERENCES "Author" (id);'),
      );
      expect(found).toEqual([expect.stringMatching(/ foreign-key\.unexpected$/)]);
    },
  );
});
