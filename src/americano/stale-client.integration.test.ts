import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/embedded/testing';
import { ErrorBody } from '../shared/http';
import { loadedClient, reloadClient, unloadClient } from './registry';
import { americanoRoute } from './route';
import { struggleIndicators } from './story-5-3/struggle-indicators';
import { createFakeProject, type FakeProject } from './testing/fake-project';

const OLD_SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "../src/generated/americano"
}

datasource db {
  provider = "postgresql"
}

model User {
  id String @id

  @@map("users")
}
`;
const repository = process.cwd();
let database: TestDatabase;
let project: FakeProject;

async function generate(schema: string): Promise<void> {
  await mkdir(path.join(project.dir, 'prisma'), { recursive: true });
  const file = path.join(project.dir, 'prisma', 'schema.prisma');
  await writeFile(file, schema);
  const prisma = path.join(repository, 'node_modules', 'prisma', 'build', 'index.js');
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--schema', file], {
    cwd: project.dir,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
}

beforeAll(async () => {
  database = await createTestDatabase('stale');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE TABLE users (id text PRIMARY KEY); INSERT INTO users VALUES ('demo-user')`);
  await client.end();
  project = await createFakeProject();
  vi.spyOn(process, 'cwd').mockReturnValue(project.dir);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DRIFTBOARD_DATA_DIR', undefined);
  vi.stubEnv('DRIFTBOARD_EMBEDDED', undefined);
});

afterAll(async () => {
  await unloadClient();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await project.remove();
  await database.drop();
});

it('a client generated before Epic 5 is said to lack the model; a new one is taken up without a restart', async () => {
  const GET = americanoRoute(struggleIndicators);
  const ask = async () => {
    const response = await GET(new Request('http://localhost/?userId=demo-user'));
    return ErrorBody.parse(await response.json()).error;
  };
  await generate(OLD_SCHEMA);
  expect(await ask()).toEqual({
    code: 'client-model-missing',
    message: "Cannot read properties of undefined (reading 'findMany')",
  });
  expect(loadedClient()?.models).toEqual(['User']);

  const model = 'model StruggleIndicator {\n  id String @id\n\n  @@map("struggle_indicators")\n}\n';
  await generate(`${OLD_SCHEMA}\n${model}`);
  expect(loadedClient()?.models).toEqual(['User']);
  expect((await reloadClient()).models).toEqual(['User', 'StruggleIndicator']);
  // The delegate is there now, and does not know the fields that the route asks for.
  expect((await ask()).code).toBe('client-validation');
});
