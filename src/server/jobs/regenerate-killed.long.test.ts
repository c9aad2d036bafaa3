import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestOf, layPlace, leftovers, type Place } from '../testing/regenerations/place';
import { bundleScript, JOB_SCRIPT, startJobProcess } from '../testing/regenerations/processes';
import { type ClientName, SCHEMAS } from '../testing/regenerations/schemas';

const KILLS = 200;
const NAMES = ['app', 'js', 'linked'] as const;

let place: Place;
beforeAll(async () => {
  place = await layPlace('copying');
});
afterAll(() => place?.remove());

/** Which of the two clients lies there; an error where it is neither. */
async function versionOf(name: ClientName): Promise<number> {
  const version = place.whole[name].indexOf(await digestOf(await realpath(place.dirs[name])));
  if (version === -1) throw new Error(`The client "${name}" is neither the old one nor the new one.`);
  return version;
}

// A stand-in for Prisma's command line copies what the real one had made; all else is the job as it is.
it('200 kills at any moment leave whole clients, and the next regeneration leaves nothing else', {
  timeout: 2_000_000,
}, async () => {
  const script = await bundleScript(JOB_SCRIPT, place);
  const { schema, dataDir } = place;
  const task = { schema, clients: Object.values(place.dirs), dataDir, baseUrl: null, reloadToken: null };
  const seen: Record<string, number> = {};
  for (let round = 0; round <= KILLS; round += 1) {
    const [now, next] = round % 2 === 0 ? ([1, 0] as const) : ([0, 1] as const);
    const job = await startJobProcess(script, task, place);
    try {
      const startedAt = performance.now();
      let [swapAt, loadAt] = [startedAt, startedAt];
      const { error } = await job.regenerate({ schema: SCHEMAS[now], copy: null }, (step) => {
        if (step === 'swap') swapAt = performance.now();
        if (step === 'load') loadAt = performance.now();
      });
      const wholeMs = performance.now() - startedAt;
      const swapMs = loadAt - swapAt;
      expect(error).toBeNull();
      expect(await leftovers(place)).toEqual([]);
      expect(await Promise.all(NAMES.map(versionOf))).toEqual([now, now, now]);
      if (round === KILLS) break;
      let step = 'before';
      let reachSwap = () => {};
      const swapping = new Promise<void>((resolve) => {
        reachSwap = resolve;
      });
      const ended = job
        .regenerate({ schema: SCHEMAS[next], copy: null }, (id) => {
          step = id;
          if (id === 'swap') reachSwap();
        })
        .then(
          () => {
            step = 'ended';
          },
          () => undefined,
        );
      // Every other time somewhere in the whole job, else somewhere while it swaps.
      if (round % 2 === 0) await sleep(Math.random() * wholeMs);
      else {
        await Promise.race([swapping, ended]);
        await sleep(Math.random() * swapMs);
      }
      await job.kill();
      await ended;
      // Before anybody has tidied up.
      const versions = await Promise.all(NAMES.map(versionOf));
      const what = versions.every((version) => version === now)
        ? 'old'
        : versions.every((version) => version === next)
          ? 'new'
          : 'some new';
      const key = `killed in ${step}: ${what}`;
      seen[key] = (seen[key] ?? 0) + 1;
    } finally {
      await job.kill();
    }
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  expect(Object.keys(seen).some((key) => key.endsWith('old'))).toBe(true);
});
