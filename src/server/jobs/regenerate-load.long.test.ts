import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { createTestTables } from '../testing/regenerations/database';
import { layPlace, type Place } from '../testing/regenerations/place';
import { inWords, regenerateUnderLoad } from '../testing/regenerations/under-load';

const TIMES = 1000;
/** What a process may grow by after its first hundred regenerations; it settles at about a tenth of that. */
const GROWTH_BYTES = 150_000_000;
const DESCRIPTORS = 8;

let database: TestDatabase;
let place: Place;
beforeAll(async () => {
  database = await createTestDatabase('load');
  await createTestTables(database.url);
  place = await layPlace('real');
});
afterAll(async () => {
  await place?.remove();
  await database?.drop();
});

// A hundred of them run the real `prisma generate`; for the others what it had made is copied aside, and the rest of the
// job is as ever: locks, schema, judging, swapping three clients, loading into the application.
it('a thousand regenerations under load: nobody sees half a client, and nothing grows', {
  timeout: 3_000_000,
}, async () => {
  const figures = await regenerateUnderLoad(place, database.url, TIMES, { realEvery: 10 });
  const { readers, app, job, descriptors } = figures;
  process.stdout.write(`${inWords(figures)}\n`);
  expect(figures.errors).toEqual([]);
  const failures = Object.values(readers).flatMap((reader) => reader.failures);
  // A reader that never had a moment's peace says that it could not tell, which is no half of a client; and it is rare.
  const isUnsettled = (text: string) => text.endsWith('something generates it again and again.');
  expect(failures.filter((text) => !isUnsettled(text))).toEqual([]);
  expect(failures.filter(isUnsettled).length).toBeLessThanOrEqual(TIMES / 100);
  expect(readers.requests.times).toBeGreaterThan(TIMES);
  for (const { times } of Object.values(readers)) expect(times).toBeGreaterThan(50);
  expect(app.last - app.first).toBeLessThan(GROWTH_BYTES);
  expect(job.last - job.first).toBeLessThan(GROWTH_BYTES);
  expect(descriptors.last - descriptors.first).toBeLessThan(DESCRIPTORS);
  expect(figures.leftovers).toEqual([]);
  expect(figures.bundles).toEqual([]);
});
