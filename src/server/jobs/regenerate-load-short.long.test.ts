import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { createTestTables } from '../testing/regenerations/database';
import { layPlace, type Place } from '../testing/regenerations/place';
import { inWords, regenerateUnderLoad } from '../testing/regenerations/under-load';

let database: TestDatabase;
let place: Place;
beforeAll(async () => {
  database = await createTestDatabase('load');
  await createTestTables(database.url);
  place = await layPlace('copying');
});
afterAll(async () => {
  await place?.remove();
  await database?.drop();
});

// A stand-in for Prisma copies what the real one had made; the long suite does it a thousand times, and with the real one.
it('twenty regenerations under load: no reader sees half a client', async () => {
  const figures = await regenerateUnderLoad(place, database.url, 20, { realEvery: 1 });
  const { readers } = figures;
  process.stdout.write(`${inWords(figures)}\n`);
  expect(figures.errors).toEqual([]);
  expect(Object.values(readers).flatMap(({ failures }) => failures)).toEqual([]);
  for (const { times } of Object.values(readers)) expect(times).toBeGreaterThan(0);
  expect(figures.leftovers).toEqual([]);
  expect(figures.bundles).toEqual([]);
});
