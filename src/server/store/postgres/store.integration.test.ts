import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { storeContract } from '../contract';
import { type StoreClient, storeClient } from './client';
import { migrateStore } from './migrate';
import { createPostgresStore } from './store';

const projectRoot = findProjectRoot();
let database: TestDatabase;
let client: StoreClient;

beforeAll(async () => {
  database = await createTestDatabase('store');
  // Two instances that start at once: one of them does it, the other waits and finds nothing left to do.
  const applied = await Promise.all([
    migrateStore(database.url, projectRoot),
    migrateStore(database.url, projectRoot),
  ]);
  expect(applied.map(({ length }) => length).sort()).toEqual([0, 1]);
  client = storeClient(database.url);
});

afterAll(async () => {
  await client?.$disconnect();
  await database?.drop();
});

storeContract('the PostgreSQL store', async () => createPostgresStore(client, randomUUID()), 8);
