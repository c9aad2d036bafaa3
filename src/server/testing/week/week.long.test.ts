import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { compareKept, runHistory } from '../../history/history';
import { nothingBeside } from '../../history/testing';
import { findProjectRoot } from '../../project-root';
import { openPostgresStore } from '../../store/postgres/open';
import { sizesOf } from '../../store/postgres/sizes';
import type { Store } from '../../store/types';
import { type WeekModel, weekModel } from './model';
import { outcomeOf } from './outcome';
import { type ScriptedRun, scriptedWeek, seeded } from './script';

const ENVIRONMENTS = ['production', 'staging', 'local'];
const RUNS = 2_000;
/** The clock of the week: a run every five minutes. */
const at = (place: number) => new Date(Date.UTC(2026, 0, 5, 0, place * 5));
/** The whole store with its indexes after the week, for each run. */
const MAX_BYTES_A_RUN = 1_500;
const PAIRS = 300;

let database: TestDatabase;
const opened = new Map<string, Awaited<ReturnType<typeof openPostgresStore>>>();
const week = scriptedWeek({ environments: ENVIRONMENTS, runs: RUNS, seed: 20_260_105, at });

beforeAll(async () => {
  database = await createTestDatabase('scripted_week');
  for (const environment of ENVIRONMENTS) {
    const place = { storeUrl: database.url, environment, watchedUrl: null, projectRoot: findProjectRoot() };
    opened.set(environment, await openPostgresStore(place));
  }
});
afterAll(async () => {
  for (const { close } of opened.values()) await close();
  await database?.drop();
});

function of(environment: string): { store: Store; runs: ScriptedRun[]; model: WeekModel } {
  const store = opened.get(environment)?.store;
  if (store === undefined) throw new Error(`No store was opened for ${environment}.`);
  const runs = week.filter((run) => run.environment === environment);
  return { store, runs, model: weekModel(runs) };
}

describe('a scripted week of 2,000 runs over three environments', () => {
  test('each run says since when its findings and its routes stand, as the model does', async () => {
    const places = new Map(ENVIRONMENTS.map((environment) => [environment, of(environment)]));
    for (const run of week) {
      const place = places.get(run.environment);
      if (place === undefined) continue;
      const { report, details, number } = await place.store.add(outcomeOf(run));
      expect(number).toBe(run.number);
      const findings = report.checks.flatMap((check) => check.findings);
      const told = findings.map(({ key, since }) => [key, since]);
      const modelled = findings.map(({ key }) => [key, place.model.since(number, key)]);
      expect(told).toEqual(modelled);
      for (const { id, verdict, standing } of details.endpoints ?? []) {
        const modelledRoute = place.model.route(number, id);
        const lastGreen = verdict === 'pass' ? number : (standing?.lastGreenNumber ?? null);
        expect(
          standing === undefined ? null : { verdict: standing.verdict, since: standing.since, lastGreen },
        ).toEqual(modelledRoute);
      }
      expect(await place.store.verdictSince()).toBe(place.model.verdictSince(number));
      expect(await place.store.lastGreen()).toEqual(place.model.lastGreen(number));
    }
  }, 600_000);

  test('the store stays small', async () => {
    const client = opened.get('local')?.client;
    if (client === undefined) throw new Error('It is opened.');
    const { totalBytes, environments } = await sizesOf(client);
    const each = totalBytes / RUNS;
    process.stdout.write(
      `${RUNS} runs: ${(totalBytes / 1e6).toFixed(1)} MB, ${each.toFixed(0)} bytes a run\n`,
    );
    expect(environments.reduce((sum, { runs }) => sum + runs, 0)).toBe(RUNS);
    expect(each).toBeLessThan(MAX_BYTES_A_RUN);
  });

  test.each(ENVIRONMENTS)(
    'every page of the timeline of %s tells the model’s incidents',
    async (environment) => {
      const { store, runs, model } = of(environment);
      const all = model.incidents(runs.length);
      expect(all.length).toBeGreaterThan(10);
      for (let before: number | undefined; ; ) {
        const page = await runHistory(store, before, nothingBeside);
        const [newest, oldest] = [page.runs[0]?.number ?? 0, page.runs.at(-1)?.number ?? 0];
        const told = page.incidents.map(({ causes, ...rest }) => ({
          ...rest,
          causes: causes?.map(({ key }) => key).sort(),
        }));
        const modelled = all.filter(
          ({ first, ended }) => first <= newest && (ended === null || ended.number >= oldest),
        );
        expect(told.reverse()).toEqual(modelled);
        expect(page.runs.map(({ verdict }) => verdict)).toEqual(
          runs
            .slice(oldest - 1, newest)
            .map(({ verdict }) => verdict)
            .reverse(),
        );
        if (page.olderThan === null) break;
        before = page.olderThan;
      }
    },
  );

  test.each(ENVIRONMENTS)(
    'any two runs of %s compare as in the model',
    async (environment) => {
      const { store, runs, model } = of(environment);
      const random = seeded(runs.length);
      const any = () => 1 + Math.floor(random() * runs.length);
      for (let pair = 0; pair < PAIRS; pair += 1) {
        // Every third pair stands side by side, where a cause begins or ends.
        const from = any();
        const to = pair % 3 === 0 ? Math.min(from + 1, runs.length) : any();
        const { appeared, resolved, changed, stillThere, notMeasured, checks, routes } = await compareKept(
          store,
          from,
          to,
        );
        const keys = (lines: readonly { key: string }[]) => lines.map(({ key }) => key).sort();
        expect({
          from,
          to,
          appeared: keys(appeared),
          resolved: keys(resolved),
          changed: keys(changed.map(({ after }) => after)),
          stillThere: keys(stillThere),
          notMeasured: keys(notMeasured),
          checks: checks.map(({ id }) => id).sort(),
          routes: routes.map(({ id }) => id).sort(),
        }).toEqual({ from, to, ...model.comparison(from, to) });
      }
    },
    300_000,
  );
});
