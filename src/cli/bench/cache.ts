import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { runLimited } from '../../server/children/run-limited';
import { startEmbedded } from '../../server/embedded';
import { ensureDatabase } from '../../server/embedded/databases';
import { applyMigrations } from '../../server/prisma/schema-engine';
import { CacheBench } from '../../shared/cache-bench';
import { redact } from '../../shared/redact';
import { bundledScript } from './bundled-script';
import { cacheText } from './cache-text';
import { ensureGenerated } from './ensure-generated';
import { openRedisForBench } from './redis';
import type { BenchPlace, BenchSubject } from './subject';

const ROUNDS = 60;
/** So long and so much the data and the measuring may take, each. */
const LIMITS = { limitMs: 1_800_000, limitMb: 4_096 };
const DATABASE = 'americano';

/** Americano's hot reads with a cold and with a warm cache, in memory and in Redis, on its `large` data. */
export const benchCache: BenchSubject = async (place) => {
  const { projectRoot, tell, signal } = place;
  // Below the project: from elsewhere the bundled client would not find its packages.
  const folder = path.join(projectRoot, '.data', `bench-cache-${process.pid}`);
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    await ensureGenerated(place);
    tell('Starting a PostgreSQL of its own.');
    const server = await startEmbedded({ dataDir: path.join(folder, 'postgres') });
    stops.push(() => server.stop());
    await ensureDatabase(server.url('postgres'), DATABASE);
    const databaseUrl = server.url(DATABASE);
    const schema = path.join(projectRoot, 'prisma', 'schema.prisma');
    await applyMigrations({
      databaseUrl,
      schemaFiles: [{ path: schema, text: await readFile(schema, 'utf8') }],
      migrationsDir: path.join(projectRoot, 'prisma', 'migrations'),
    });
    signal.throwIfAborted();
    tell('Making the large data, more than a million rows.');
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DRIFTBOARD_DATA_DIR: folder,
      DRIFTBOARD_EMBEDDED: undefined,
    };
    await child(place, ['prisma', 'seed', 'main.ts'], ['--size', 'large'], env, () => undefined);
    const redis = await openRedisForBench(path.join(folder, 'redis'));
    stops.push(() => redis.stop());
    tell(redis.url === null ? `No Redis: ${redis.why}` : `Redis: ${redis.why}`);
    const out = path.join(folder, 'figures.json');
    const measuring = {
      ...env,
      REDIS_URL: redis.url ?? undefined,
      AMERICANO_CACHE: undefined,
      AMERICANO_CACHE_TIMEOUT_MS: '2000',
      BENCH_ROUNDS: String(ROUNDS),
      BENCH_OUT: out,
    };
    await child(place, ['bench', 'cache', 'main.ts'], [], measuring, tell);
    const figures = CacheBench.parse(JSON.parse(await readFile(out, 'utf8')));
    return { text: cacheText(figures, { postgres: server.version, redis: redis.why }), figures };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
};

async function child(
  { projectRoot, signal }: BenchPlace,
  source: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<void> {
  const script = await bundledScript(projectRoot, path.join(projectRoot, ...source));
  await runLimited({
    name: source.join('/'),
    args: [script, ...args],
    cwd: projectRoot,
    env,
    signal,
    time: { limitMs: LIMITS.limitMs, option: 'a faster machine' },
    memory: { limitMb: LIMITS.limitMb, option: 'a larger machine' },
    onLine,
    clean: redact,
  });
}
