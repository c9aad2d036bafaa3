import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { leftovers, type Place } from './place';
import { APP_SCRIPT, bundleScript, type Done, JOB_SCRIPT, startApp, startJobProcess } from './processes';
import { importLinked, keepDoing, readAll, request, requireJs, type Tally } from './readers';
import { SCHEMAS } from './schemas';

const TOKEN = 'only-for-tests';
/** The first regenerations fill caches: growth is measured from then on. */
const WARM_SHARE = 0.1;

/** Or starting Node would be all that the machine does. */
const BETWEEN_PROCESSES_MS = 250;

type Growth = { first: number; last: number };

export type Figures = {
  seconds: number;
  /** Errors of regenerations. */
  errors: string[];
  readers: Record<'requests' | 'requireJs' | 'importLinked' | 'readAll', Tally>;
  /** Resident memory in bytes, and open descriptors. */
  app: Growth;
  job: Growth;
  descriptors: Growth;
  leftovers: string[];
  bundles: string[];
};

/**
 * Regenerates again and again, to the one schema and to the other, while readers of every kind have no pause.
 * @param options.realEvery 1 runs Prisma each time; 10 only each tenth, and in between what it had made is copied aside,
 * and all else of the job is as ever
 */
export async function regenerateUnderLoad(
  place: Place,
  databaseUrl: string,
  times: number,
  { realEvery }: { realEvery: number },
): Promise<Figures> {
  const startedAt = performance.now();
  const [jobScript, appScript] = [
    await bundleScript(JOB_SCRIPT, place),
    await bundleScript(APP_SCRIPT, place),
  ];
  const app = await startApp(appScript, place, databaseUrl, TOKEN);
  let rss = 0;
  const readers = {
    requests: keepDoing(
      request(app.baseUrl, (now) => {
        rss = now;
      }),
    ),
    requireJs: keepDoing(requireJs(place), BETWEEN_PROCESSES_MS),
    importLinked: keepDoing(await importLinked(place), BETWEEN_PROCESSES_MS),
    readAll: keepDoing(readAll(place)),
  };
  const stopReaders = async () => ({
    requests: await readers.requests.stop(),
    requireJs: await readers.requireJs.stop(),
    importLinked: await readers.importLinked.stop(),
    readAll: await readers.readAll.stop(),
  });
  const task = {
    schema: place.schema,
    clients: Object.values(place.dirs),
    dataDir: place.dataDir,
    baseUrl: app.baseUrl,
    reloadToken: TOKEN,
  };
  try {
    const job = await startJobProcess(jobScript, task, place);
    const errors: string[] = [];
    let warm: { done: Done; app: number } | null = null;
    let last: Done | null = null;
    try {
      for (let index = 0; index < times; index += 1) {
        const version = (index + 1) % 2 === 0 ? 0 : 1;
        const copy = index % realEvery === 0 ? null : join(place.made, String(version));
        last = await job.regenerate({ schema: SCHEMAS[version], copy });
        if (last.error !== null) errors.push(`${index}: ${last.error}`);
        if (index >= times * WARM_SHARE) warm ??= { done: last, app: rss };
      }
    } finally {
      await job.kill();
    }
    const growth = (of: (done: Done) => number | null): Growth => ({
      first: (warm === null ? null : of(warm.done)) ?? 0,
      last: (last === null ? null : of(last)) ?? 0,
    });
    return {
      readers: await stopReaders(),
      errors,
      app: { first: warm?.app ?? 0, last: rss },
      job: growth((done) => done.rss),
      descriptors: growth((done) => done.descriptors),
      leftovers: await leftovers(place),
      bundles: await readdir(join(place.dataDir, 'client')),
      seconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    await stopReaders();
    await app.stop();
  }
}

/** For the log of a test. */
export function inWords(figures: Figures): string {
  const megabytes = ({ first, last }: Growth) =>
    `${(first / 1e6).toFixed(0)} → ${(last / 1e6).toFixed(0)} MB`;
  const readers = Object.entries(figures.readers).map(
    ([name, { times, failures }]) => `${name} ${times} times, ${failures.length} failed`,
  );
  return `${figures.seconds.toFixed(0)} s; ${readers.join('; ')}; application ${megabytes(figures.app)}; job ${megabytes(figures.job)}; descriptors ${figures.descriptors.first} → ${figures.descriptors.last}`;
}
