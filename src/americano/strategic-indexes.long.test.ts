import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/embedded/testing';
import { americano } from '@/server/testing/differential/applications';
import { dropEach } from './testing/dropped-index';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('strategic_indexes');
  await americano.make(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('a strategic index that is dropped', () => {
  dropEach(
    () => true,
    () => ({ url: database.url, client }),
  );
});
