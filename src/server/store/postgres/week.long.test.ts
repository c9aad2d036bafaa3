import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { fixtureState } from '../../../ui/fixtures';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { openPostgresStore } from './open';
import { readSummaries } from './read';
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
const RUNS = 670;
/** The whole store, with indexes, after the week. */
const MAX_MB = 5;

test('a week of 2,010 runs over three environments stays small, and each comes back', async () => {
  const { objects } = trialRun('', 'pass', []);
  const environments = await Promise.all(['production', 'local'].map(open));
  const stores = [opened, ...environments].map(({ store }) => store);
  let bytes = 0;
  for (let at = 0; at < RUNS; at += 1) {
    // Ill every ninth stretch of 40 runs, with another illness every second time.
    const stretch = Math.floor(at / 40);
    const scenario = stretch % 9 !== 4 ? 'green' : stretch % 2 === 0 ? 'stale-client' : 'missing-column';
    const { latest } = fixtureState(scenario, START + at * 900_000);
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
  expect((await opened.store.get(500))?.report.runId).toBe('0-499');

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

const Plan = z.array(z.object({ 'QUERY PLAN': z.string() }));

test('the timeline of 100,000 runs opens by its index, at its end and in its middle', async () => {
  const many = await open('many');
  await many.store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  await many.client.$executeRaw`
    INSERT INTO runs (environment_id, number, run_id, started_at, duration_ms, verdict, snapshot_id, measured, latencies_ms)
    SELECT r.environment_id, n, 'made-' || n, r.started_at + n * interval '5 min', 1, 'pass', r.snapshot_id,
      decode(repeat('ab', 400), 'hex'), r.latencies_ms
    FROM runs r JOIN environments e ON e.id = r.environment_id AND e.name = 'many', generate_series(2, 100000) n`;
  await many.client.$executeRaw`UPDATE environments SET last_number = 100000 WHERE name = 'many'`;
  await many.client.$executeRaw`ANALYZE`;
  const times: number[] = [];
  for (const before of [undefined, undefined, 50_000, 3]) {
    const began = performance.now();
    const page = await readSummaries(many.client, 'many', { limit: 50, before });
    times.push(performance.now() - began);
    expect(page[0]?.number).toBe((before ?? 100_001) - 1);
  }
  process.stdout.write(`50 of 100,000 runs in ${times.map((ms) => `${ms.toFixed(1)} ms`).join(', ')}\n`);
  const plan = Plan.parse(
    await many.client.$queryRaw`
      EXPLAIN SELECT id FROM runs WHERE environment_id = (SELECT id FROM environments WHERE name = 'many')
        AND number < 50000 ORDER BY number DESC LIMIT 50`,
  ).map((line) => line['QUERY PLAN']);
  expect(plan.join('\n')).toMatch(/Index.*Scan using runs_environment_id_number_key/);
  expect(plan.join('\n')).not.toMatch(/Seq Scan on runs|Sort/);
  await many.close();
});
