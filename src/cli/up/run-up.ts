import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { type LoadedConfig, loadConfig } from '../../server/config';
import { EMBEDDED_DATABASE, embeddedDataDir, STORE_DATABASE } from '../../server/config/running-services';
import { stopEmbedded } from '../../server/embedded';
import { livingServer } from '../../server/embedded/pid-file';
import { signal as sendSignal } from '../../server/embedded/processes';
import { interruptedJobs } from '../../server/jobs/interrupted';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import { removeRunState, writeRunState } from '../../server/run-state';
import { redact } from '../../shared/redact';
import { ensureBuild } from './build';
import { Children } from './children';
import { ensureClient, ensureStoreClient } from './generate';
import { takeDataFolder } from './lock';
import type { UpContext, UpOptions } from './options';
import { choosePort } from './port';
import { startPostgres } from './postgres';
import { createProgress } from './progress';
import { migrate } from './schema';
import { seed } from './seed';
import { deathNotice, runFirst, startServer } from './server';
import { listenForSignals } from './shutdown';
import { UpError } from './up-error';

/**
 * Starts the dashboard with everything that it needs and stays until Ctrl-C or the server's end; leaves nothing running.
 * @returns the exit code: 130 or 143 after a signal, 1 when something did not start or died
 * @throws ConfigError when the configuration has faults
 */
export async function runUp(options: UpOptions = {}): Promise<number> {
  const projectRoot = findProjectRoot();
  const dataDir = dataDirOf(projectRoot);
  const config = await loadConfig({
    flags: options.storeUrl === undefined ? {} : { storeUrl: options.storeUrl },
    env: process.env,
    cwd: projectRoot,
    projectRoot,
  });
  let release: () => Promise<void>;
  try {
    release = await takeDataFolder(dataDir);
  } catch (error) {
    tell(error);
    return 1;
  }
  const children = new Children();
  let postgresPid: number | null = null;
  const shutdown = listenForSignals(() => {
    children.killAll();
    if (postgresPid !== null) sendSignal(postgresPid, 'SIGQUIT');
  });
  const context = { projectRoot, dataDir, children, signal: shutdown.signal, progress: createProgress() };
  try {
    await tellInterruptions(context, config.settings.env);
    const port = await choosePort(options.port, process.env);
    const databases = await prepareDatabases(context, config, options, (pid) => {
      postgresPid = pid;
    });
    await ensureClient(context);
    await ensureStoreClient(context);
    if (!options.dev) await ensureBuild(context);
    return await serve(context, { port, dev: options.dev ?? false, ...databases, config });
  } catch (error) {
    if (shutdown.exitCode() === null) tell(error);
    return shutdown.exitCode() ?? 1;
  } finally {
    if (shutdown.exitCode() !== null) context.progress.note('Stopping');
    await stopEverything(context, config.settings.embedded);
    await release();
    shutdown.dispose();
  }
}

/** Said once; afterwards the dashboard shows them among its jobs. */
async function tellInterruptions({ dataDir, progress }: UpContext, environment: string): Promise<void> {
  for (const { isNew, sentence } of await interruptedJobs(dataDir, environment)) {
    if (isNew) progress.note(`${sentence} Start it again on the dashboard.`);
  }
}

type Databases = { databaseUrl: string | null; storeUrl: string | null };

/**
 * The database that the dashboard watches, and the one that it keeps its runs in. A watched one from outside is taken as
 * it is: nothing is created or changed in it.
 */
async function prepareDatabases(
  context: UpContext,
  config: LoadedConfig,
  options: UpOptions,
  onPostgres: (pid: number) => void,
): Promise<Databases> {
  const { embedded, databaseUrl, storeUrl } = config.settings;
  if (!embedded) {
    const named = databaseUrl === null ? 'No database is configured' : `Watching ${redact(databaseUrl)}`;
    context.progress.note(`${named}; no PostgreSQL is started, and nothing is written to it`);
    return { databaseUrl, storeUrl };
  }
  const server = await startPostgres(context);
  onPostgres(server.pid);
  context.signal.throwIfAborted();
  const url = server.url(EMBEDDED_DATABASE);
  await migrate(context, url);
  await seed(context, url, options.size ?? 'demo');
  return { databaseUrl: url, storeUrl: storeUrl ?? server.url(STORE_DATABASE) };
}

interface ServeInput extends Databases {
  port: number;
  dev: boolean;
  config: LoadedConfig;
}

/** Runs the server until it is told to stop or dies; throws in both cases, for the latter with its last words. */
async function serve(context: UpContext, input: ServeInput): Promise<never> {
  const baseUrl = `http://127.0.0.1:${input.port}`;
  const reloadToken = randomBytes(24).toString('hex');
  const { settings } = input.config;
  // Its own address is the watched application's only while that is Americano, which this server carries.
  const isAmericano = settings.schema === resolve(context.projectRoot, join('prisma', 'schema.prisma'));
  const watched = settings.baseUrl ?? (settings.embedded || isAmericano ? baseUrl : undefined);
  const child = await startServer(context, {
    port: input.port,
    dev: input.dev,
    env: {
      ...process.env,
      NODE_ENV: input.dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: input.databaseUrl ?? undefined,
      DRIFTBOARD_DATABASE_URL: undefined,
      DRIFTBOARD_STORE_URL: input.storeUrl ?? undefined,
      DRIFTBOARD_EMBEDDED: settings.embedded ? '1' : undefined,
      DRIFTBOARD_BASE_URL: watched,
      DRIFTBOARD_RELOAD_TOKEN: reloadToken,
      DRIFTBOARD_DATA_DIR: context.dataDir,
    },
  });
  await writeRunState(context.dataDir, {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    databaseUrl: input.databaseUrl,
    baseUrl,
    serverPid: child.pid,
    reloadToken,
  });
  await runFirst(context, baseUrl);
  process.stdout.write(`\n  Driftboard  ${baseUrl}\n  Stop it with Ctrl-C.\n\n`);
  await Promise.race([child.exited, aborted(context.signal)]);
  context.signal.throwIfAborted();
  throw new UpError(await deathNotice(context));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

async function stopEverything(context: UpContext, embedded: boolean): Promise<void> {
  try {
    await context.children.stopAll();
    const folder = embeddedDataDir(context.dataDir);
    if (embedded && (await livingServer(folder)) !== null) await stopEmbedded(folder);
    await removeRunState(context.dataDir, process.pid);
  } catch (error) {
    tell(error);
  }
}

function tell(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`✗ ${redact(text)}\n`);
}
