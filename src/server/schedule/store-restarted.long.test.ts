import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundleDashboard } from '../dashboard/testing/served';
import { storedIn } from '../dashboard/testing/viewer';
import { type Fleet, fleetOf, type Instance } from './testing/instances';
import { type SharedStore, startSharedStore } from './testing/shared-store';
import { laySmallAmericano, type SmallAmericano } from './testing/small-americano';

const NAMES = ['one', 'two', 'three'] as const;

let americano: SmallAmericano;
let store: SharedStore;
let fleet: Fleet;
let instances: Instance[] = [];

beforeAll(async () => {
  americano = await laySmallAmericano();
  store = await startSharedStore(NAMES);
  fleet = fleetOf(await bundleDashboard(americano.root), americano.root, (name) => ({
    ...americano.env,
    DRIFTBOARD_STORE_URL: store.urlFor(name),
    DRIFTBOARD_INTERVAL_MS: '1000',
    DRIFTBOARD_ONLY: 'schema',
  }));
  instances = await Promise.all(NAMES.map(fleet.start));
}, 300_000);
afterAll(async () => {
  await fleet?.killAll();
  await store?.remove();
  await americano?.remove();
});

test('the store is restarted while three instances verify: what was recorded stays, what could not be is said', {
  timeout: 900_000,
}, async () => {
  let isOver = false;
  // So slowly that whatever is made during a restart may wait until it is over.
  let pauseMs = 2_000;
  const asking = instances.map(async ({ verify }) => {
    while (!isOver) {
      await verify();
      await sleep(pauseMs);
    }
  });
  // Told by the test itself, where it waits for them.
  for (const one of asking) one.catch(() => undefined);

  for (const how of ['kill', 'stop', 'kill'] as const) {
    await sleep(2_000);
    await store.end(how);
    await untilAll(({ recording }) => recording.state === 'away' && recording.reason !== null);
    await store.start();
    await untilAll(({ recording }) => recording.state === 'on' && recording.waiting === 0);
  }
  expect((await states()).map(({ recording }) => recording.lost)).toEqual([null, null, null]);

  // Away for so long that more runs wait than there is room for.
  pauseMs = 0;
  await store.end('kill');
  while (!(await states()).some(({ recording }) => recording.lost !== null)) await sleep(100);
  await store.start();
  await untilAll(({ recording }) => recording.state === 'on' && recording.waiting === 0);
  isOver = true;
  await Promise.all(asking);

  // It goes on by itself, and each viewer is told of it.
  const known = (await store.runs()).length;
  await Promise.all(
    instances.map(({ viewer }) =>
      viewer.until((event) => event.type === 'run.stored' && event.number > known),
    ),
  );
  // Whoever made it, each of them shows what the newest run saw; asked again where two newer ones came in between.
  const newestTables = () =>
    Promise.all(instances.map(async ({ state, tablesOf }) => tablesOf((await state()).latest?.number ?? 0)));
  const tables = await vi.waitFor(newestTables, { timeout: 20_000, interval: 500 });
  expect(tables[0]).toBeGreaterThan(0);
  expect(tables).toEqual(tables.map(() => tables[0]));
  const said = (await states()).map(({ recording }) => recording.lost?.runs ?? 0);
  const kept = await store.runs();
  expect(kept.map(({ number }) => number)).toEqual(kept.map((_, place) => place + 1));
  const ids = new Set(kept.map(({ runId }) => runId));
  const told = new Set(instances.flatMap(({ viewer }) => storedIn(viewer.events)).map(({ runId }) => runId));
  const lost = [...told].filter((runId) => !ids.has(runId)).length;
  expect(lost).toBeGreaterThan(0);
  expect(said.reduce((sum, count) => sum + count, 0)).toBe(lost);
  expect(await store.runsInGaps()).toBe(lost);
  expect(fleet.faults).toEqual([]);
  process.stdout.write(`4 restarts under load: ${kept.length} runs are kept, ${lost} are told as lost\n`);
});

const states = () => Promise.all(instances.map(({ state }) => state()));

async function untilAll(is: (state: Awaited<ReturnType<Instance['state']>>) => boolean): Promise<void> {
  while (!(await states()).every(is)) await sleep(50);
}
