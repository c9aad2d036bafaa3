import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateClients } from '../../prisma/generate';
import { findProjectRoot } from '../../project-root';

/** A small application for tests: two models with an enum, in a folder of its own inside the project. */
export type TestApplication = {
  root: string;
  dataDir: string;
  schema: string;
  client: string;
  /** Writes the schema only. */
  write(schemaText: string): Promise<void>;
  /** Writes the schema (another one if given), generates from it, and puts the client in place. */
  generate(schemaText?: string): Promise<void>;
  remove(): Promise<void>;
};

/** The tables of `testSchema`. */
export const TEST_TABLES = `
  CREATE TYPE "Mood" AS ENUM ('HAPPY', 'SAD');
  CREATE TABLE users (id text PRIMARY KEY, mood "Mood" NOT NULL);
  CREATE TABLE posts (id serial PRIMARY KEY, "userId" text NOT NULL REFERENCES users(id) ON DELETE RESTRICT ON UPDATE CASCADE);
  INSERT INTO users VALUES ('ada', 'HAPPY'), ('bob', 'SAD');
  INSERT INTO posts ("userId") VALUES ('ada'), ('ada'), ('bob');
`;

/** @param provider of the generator; decides the layout */
export function testSchema(provider: 'prisma-client' | 'prisma-client-js' = 'prisma-client'): string {
  return `generator client {
  provider = "${provider}"
  output   = "../src/generated"
}

datasource db {
  provider = "postgresql"
}

enum Mood {
  HAPPY
  SAD
}

/// Says "hello" \\ and more.
model User {
  id    String @id
  mood  Mood
  posts Post[]

  @@map("users")
}

/// story: 5.1
model Post {
  id     Int    @id @default(autoincrement())
  userId String
  user   User   @relation(fields: [userId], references: [id])

  @@map("posts")
}
`;
}

/** Below `.data`, so that the imports of its client resolve from the project. */
export async function createTestApplication(schemaText = testSchema()): Promise<TestApplication> {
  const root = join(findProjectRoot(), '.data', 'test', randomUUID());
  const schema = join(root, 'prisma', 'schema.prisma');
  const client = join(root, 'src', 'generated');
  await mkdir(dirname(schema), { recursive: true });
  await writeFile(schema, schemaText);
  return {
    root,
    dataDir: join(root, '.data'),
    schema,
    client,
    write: (text) => writeFile(schema, text),
    async generate(text) {
      if (text !== undefined) await writeFile(schema, text);
      const stagingDir = join(root, 'staging', randomUUID());
      const signal = new AbortController().signal;
      const options = { schemaPath: schema, stagingDir, signal, onLine: () => undefined };
      const [made] = await generateClients(options);
      if (made === undefined) throw new Error('Nothing was generated.');
      await rm(client, { recursive: true, force: true });
      await mkdir(dirname(client), { recursive: true });
      await rename(made.staged, client);
      await rm(stagingDir, { recursive: true, force: true });
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
