import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Job, JobRequest } from '../../shared/job';
import { bundleDashboard } from '../dashboard/testing/served';
import { storedIn } from '../dashboard/testing/viewer';
import { type Fleet, fleetOf, type Instance } from './testing/instances';
import { type SharedStore, startSharedStore } from './testing/shared-store';
import { laySmallAmericano, type SmallAmericano } from './testing/small-americano';

const NAMES = ['one', 'two', 'three'] as const;
const KINDS = ['by itself', 'asked for', 'regenerate', 'demo', 'rehearse'] as const;
type Kind = (typeof KINDS)[number];
const KILLS = 50;
const EVERY_MS = '1500';
const GOES_ON_MS = 90_000;

const DEMOS = ['dropped-index', 'heal', 'manual-sql', 'heal', 'slow-route'] as const;

let americano: SmallAmericano;
let store: SharedStore;
let fleet: Fleet;
/** Those that live, by their places. */
let living: Instance[] = [];

beforeAll(async () => {
  americano = await laySmallAmericano();
  store = await startSharedStore(NAMES);
  fleet = fleetOf(await bundleDashboard(americano.root), americano.root, (name) => ({
    ...americano.env,
    DRIFTBOARD_STORE_URL: store.urlFor(name),
    DRIFTBOARD_INTERVAL_MS: EVERY_MS,
  }));
  living = await Promise.all(NAMES.map(fleet.start));
}, 300_000);
afterAll(async () => {
  await fleet?.killAll();
  await store?.remove();
  await americano?.remove();
});

/** Who lives tells what he kept sooner than this. */
const TELLS_WITHIN_MS = 1_000;
/** No process keeps a run so soon after it was started. */
const STARTS_WITHIN_MS = 300;
/** What nobody told is found and told by the others within two looks of more than three seconds (`told.ts`), on a busy machine. */
const CAUGHT_UP_WITHIN_MS = 12_000;

/** How long the work of a kind takes where nobody is killed, so that kills meet all of it. */
const takesMs = new Map<Kind, number>();

test('one of three instances is killed in the middle of each kind of work, again and again', {
  timeout: 1_200_000,
}, async () => {
  const before = await americano.structure();
  await store.noteKeepers();
  for (const kind of KINDS) {
    const startedAt = performance.now();
    await wholeWork(kind, living[0]);
    takesMs.set(kind, performance.now() - startedAt);
  }
  const seen: Record<string, number> = {};
  for (let kill = 0; kill < KILLS; kill += 1) {
    const kind = KINDS[kill % KINDS.length] ?? 'by itself';
    const what = `${kind}: ${await killIn(kind, kill)}`;
    seen[what] = (seen[what] ?? 0) + 1;
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`);

  // Whatever half a demo has left is healed, and the client is whole.
  for (const request of [{ kind: 'demo', name: 'heal' }, { kind: 'regenerate' }] as const)
    expect(await endOf(await one(0).startJob(request), [one(0)])).toBe('succeeded');
  expect(await americano.structure()).toEqual(before);

  const kept = await store.runs();
  expect(kept.map(({ number }) => number)).toEqual(kept.map((_, place) => place + 1));
  const keepers = await store.keepers();
  /** When a run was kept, and how long its keeper lived after that. */
  const keeping = (number: number) => {
    const { atMs, name } = keepers.find((one) => one.number === number) ?? {};
    if (atMs === undefined) throw new Error(`Nobody noted who kept run ${number}.`);
    // What a killed process had sent last may be kept just after its end.
    const keeper = fleet.started.findLast(
      (one) => one.name === name && one.lived.fromMs + STARTS_WITHIN_MS <= atMs,
    );
    if (keeper === undefined) throw new Error(`No ${name} had begun when run ${number} was kept.`);
    return { atMs, keeperLivedMs: keeper.lived.toMs - atMs };
  };
  const idOf = new Map(kept.map(({ number, runId }) => [number, runId]));
  for (const { name, viewer, knewAtFirst, lived } of fleet.started) {
    const told = storedIn(viewer.events);
    for (const { number, runId } of told)
      expect(idOf.get(number), `${name} was told of ${number}`).toBe(runId);
    // Each of them once. A run whose keeper was killed before he could tell it is found some seconds later, so that a newer
    // one may come before it (`told.ts`): only who was killed in these seconds may lack it.
    const numbers = told.map(({ number }) => number);
    const since = numbers.filter((number) => number > knewAtFirst);
    const newest = Math.max(knewAtFirst, ...since);
    for (const { number } of kept) {
      if (number <= knewAtFirst || number >= newest || since.includes(number)) continue;
      const { atMs, keeperLivedMs } = keeping(number);
      const why = `${name} was not told of ${number}: its keeper lived for ${keeperLivedMs} ms more, it itself for ${lived.toMs - atMs} ms`;
      process.stdout.write(`${why}\n`);
      expect(keeperLivedMs, why).toBeLessThan(TELLS_WITHIN_MS);
      expect(lived.toMs - atMs, why).toBeLessThan(CAUGHT_UP_WITHIN_MS);
    }
    expect(new Set(numbers).size, name).toBe(numbers.length);
  }
  expect(fleet.faults).toEqual([]);
  process.stdout.write(`${KILLS} kills, ${kept.length} runs, none lost, none twice\n`);
});

/** Kills the one that does some work of this kind. @returns what became of the work */
async function killIn(kind: Kind, kill: number): Promise<string> {
  let place = kill % NAMES.length;
  let job: Job | null = null;
  if (kind === 'by itself') place = await placeOfWhoVerifies();
  else if (kind === 'asked for')
    one(place)
      .verify()
      .catch(() => undefined);
  else job = await one(place).startJob(requestOf(kind));
  await sleep(Math.random() * (takesMs.get(kind) ?? 0));
  await one(place).kill();

  const others = living.filter((_, at) => at !== place);
  const replacement = fleet.start(NAMES[place] ?? '');
  const [state, again] = await Promise.all([
    job === null ? 'ended with it' : endOf(job, others),
    replacement,
    goesOn(others),
  ]);
  living[place] = again;
  return state;
}

/** The schedule goes on, and whatever is kept by then was told to the viewers of those who live. */
async function goesOn(others: readonly Instance[]): Promise<void> {
  const known = (await store.runs()).length;
  await within(`run ${known + 1}`, async () => {
    await Promise.all(
      others.map(({ viewer }) =>
        viewer.until((event) => event.type === 'run.stored' && event.number > known),
      ),
    );
  });
}

/** How a job ended, as each of these has told its viewer and shows to who opens a page. */
async function endOf(job: Job, tellers: readonly Instance[]): Promise<Job['state']> {
  const ends = await within(`the end of ${job.title} (${job.id})`, () =>
    Promise.all(
      tellers.map(async ({ viewer, state }) => {
        await viewer.until(
          (event) => event.type === 'job.changed' && event.job.id === job.id && event.job.state !== 'running',
        );
        return (await state()).jobs.find(({ id }) => id === job.id);
      }),
    ),
  );
  const [first] = ends;
  expect(ends.map((end) => end?.state)).toEqual(ends.map(() => first?.state));
  if (first === undefined || first.state === 'failed') throw new Error(`${job.title}: ${first?.outcome}`);
  return first.state;
}

let demo = 0;
function requestOf(kind: Kind): JobRequest {
  if (kind === 'demo') return { kind, name: DEMOS[demo++ % DEMOS.length] ?? 'heal' };
  return kind === 'rehearse' ? { kind } : { kind: 'regenerate' };
}

/** Some work of a kind from its beginning to its end. */
async function wholeWork(kind: Kind, instance: Instance | undefined): Promise<void> {
  if (instance === undefined) throw new Error('No instance lives.');
  if (kind === 'by itself' || kind === 'asked for') await instance.verify();
  else expect(await endOf(await instance.startJob(requestOf(kind)), living), kind).toBe('succeeded');
}

async function placeOfWhoVerifies(): Promise<number> {
  return within('a run by itself', async () => {
    for (;;) {
      const who = await store.whoVerifies();
      const place = living.findIndex(({ name }) => name === who);
      if (place >= 0) return place;
      await sleep(20);
    }
  });
}

function one(place: number): Instance {
  const found = living[place];
  if (found === undefined) throw new Error(`There is no instance ${place}.`);
  return found;
}

async function within<T>(what: string, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come in time.`)), GOES_ON_MS);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}
