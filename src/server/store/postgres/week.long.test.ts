import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureState } from '../../../ui/fixtures';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { openPostgresStore } from './open';
import { clearAway } from './retention';
import { sizesOf } from './sizes';

let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openPostgresStore>>;
const open = (environment: string) =>
  openPostgresStore({
    storeUrl: database.url,
    environment,
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });

beforeAll(async () => {
  database = await createTestDatabase('week');
  opened = await open('staging');
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});

const START = Date.parse('2026-01-05T00:00:00.000Z');
/** Of each of three environments. */
const RUNS = 300;
/** The whole store, with indexes, after the week. */
const MAX_MB = 3;

test('a week of 900 runs over three environments stays small, and each comes back', async () => {
  const { objects } = trialRun('', 'pass', []);
  const environments = await Promise.all(['production', 'local'].map(open));
  const stores = [opened, ...environments].map(({ store }) => store);
  let bytes = 0;
  for (let at = 0; at < RUNS; at += 1) {
    // Ill every ninth stretch of 40 runs, with another illness every second time.
    const stretch = Math.floor(at / 40);
    const scenario = stretch % 9 !== 4 ? 'green' : stretch % 2 === 0 ? 'stale-client' : 'missing-column';
    const { latest } = fixtureState(scenario, START + at * 2_016_000);
    if (latest === null) throw new Error('The fixture has a run.');
    const added = stores.map((store, which) => {
      const { details } = latest;
      const checks = latest.report.checks.map((check, place) => ({
        ...check,
        durationMs: ((at * 7919 + place * 104_729 + which) % 1_000) / 7,
      }));
      const report = { ...latest.report, runId: `${which}-${at}`, checks };
      bytes += JSON.stringify({ report, details }).length;
      return store.add({ report, details, objects });
    });
    await Promise.all(added);
  }
  const { totalBytes, tables, environments: kept } = await sizesOf(opened.client);
  const mb = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
  const largest = tables.slice(0, 3).map(({ name, bytes: size }) => `${name} ${mb(size)}`);
  process.stdout.write(
    `${RUNS} runs × ${kept.length}: ${mb(totalBytes)} in the store (${largest.join(', ')}), ${mb(bytes)} as JSON\n`,
  );
  expect(kept.map(({ runs }) => runs)).toEqual([RUNS, RUNS, RUNS]);
  expect(totalBytes / 1e6).toBeLessThan(MAX_MB);
  expect((await opened.store.get(200))?.report.runId).toBe('0-199');

  const began = performance.now();
  const cleared = await clearAway(opened.client, {
    now: new Date(START + 8 * 86_400_000),
    maxRuns: 100_000,
    maxDays: 30,
    thinDays: 1,
    everyMs: 0,
  });
  process.stdout.write(
    `thinned to state changes in ${(performance.now() - began).toFixed(0)} ms: ${JSON.stringify(cleared)}\n`,
  );
  expect(cleared?.thinned).toBeGreaterThan(RUNS);
  expect((await opened.store.latest())?.number).toBe(RUNS);
  await Promise.all(environments.map(({ close }) => close()));
}, 300_000);
