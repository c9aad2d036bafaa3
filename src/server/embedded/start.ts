import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adopt } from './adopt';
import { EmbeddedPostgresError } from './errors';
import { assertReachable, detectIdentity, type Identity } from './identity';
import { initialise, inspectFolder } from './initialise';
import { findFreePort, launch } from './launch';
import { embeddedUrl, ensurePassword, readPassword, SUPERUSER } from './password';
import { clearForeignLock } from './pid-file';
import { findNativePostgres, type NativePostgres } from './platform';
import { runProgram } from './run-program';
import { withFolderLock } from './start-lock';
import { stopEmbedded, stopUnlocked } from './stop';

/** What happens during a start, for a progress line. */
export type EmbeddedPhase = 'initialise' | 'adopt' | 'start' | 'retry';

export interface StartOptions {
  /** Folder of the data; made when missing. The password file lies beside it. */
  dataDir: string;
  /** Major version that is wanted, such as `18`. */
  version?: string;
  /** A folder whose own `node_modules` has the server, for another version than the one that comes along. */
  installedIn?: string;
  onPhase?: (phase: EmbeddedPhase) => void;
  /** The server's log; by default `<dataDir>.log`. */
  logFile?: string;
  /** False switches fsync off, for tests. Default true. */
  durable?: boolean;
  /** Further server settings, such as `{ log_statement: 'all' }`; they do not reach an adopted server. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** Connection URL of one of its databases, with the password: never print it. */
  url(database: string): string;
  port: number;
  pid: number;
  /** Such as `18.4`. */
  version: string;
  /** True when it was running already. */
  adopted: boolean;
  dataDir: string;
  stop(): Promise<void>;
}

/** A lock, or shared memory, of a server that was killed clears within this. */
const STALE_LOCK_MS = 5_000;
const STALE = /lock file|shared memory block|is another postmaster/i;
const PORT_TAKEN = /could not bind|address already in use/i;

/**
 * Starts the PostgreSQL that comes along on a data folder, or adopts the one that runs there already.
 * @throws EmbeddedPostgresError with a sentence that says what stands in the way
 */
export async function startEmbedded(options: StartOptions): Promise<EmbeddedPostgres> {
  const native = await findNativePostgres(options.version, options.installedIn);
  const dataDir = resolve(options.dataDir);
  return withFolderLock(dataDir, async () => {
    const started = await startUnlocked(native, { ...options, dataDir });
    const password = await ensurePassword(dataDir);
    return {
      ...started,
      url: (database: string) => embeddedUrl(started.port, password, database),
      version: native.version,
      dataDir,
      stop: async () => {
        await stopEmbedded(dataDir);
      },
    };
  });
}

type Started = { pid: number; port: number; adopted: boolean };

async function startUnlocked(native: NativePostgres, options: StartOptions): Promise<Started> {
  const { dataDir } = options;
  const state = await inspectFolder(dataDir);
  if (state === 'foreign') {
    throw new EmbeddedPostgresError(
      `${dataDir} holds files that are not PostgreSQL's: choose an empty folder for its data.`,
    );
  }
  const kept = state === 'complete' ? await readPassword(dataDir) : null;
  if (kept !== null) {
    const adoption = await adopt(dataDir, kept);
    if (adoption.state === 'adopted') {
      options.onPhase?.('adopt');
      return { pid: adoption.pid, port: adoption.port, adopted: true };
    }
    if (adoption.state === 'refuses') {
      throw new EmbeddedPostgresError(
        `The PostgreSQL that runs in ${dataDir} (process ${adoption.pid}) does not let Driftboard in: ${adoption.reason}. Stop it and start again.`,
      );
    }
  }
  const identity = await detectIdentity();
  await assertReachable(identity, native.postgres);
  await prepareFolder(native, identity, options, state === 'complete', kept);
  return startFresh(native, identity, options);
}

async function prepareFolder(
  native: NativePostgres,
  identity: Identity,
  options: StartOptions,
  complete: boolean,
  kept: string | null,
): Promise<void> {
  const { dataDir } = options;
  const password = await ensurePassword(dataDir);
  await assertReachable(identity, dataDir);
  if (!complete) {
    options.onPhase?.('initialise');
    await stopUnlocked(dataDir);
    await initialise(native, identity, dataDir, password);
  } else if (kept === null) {
    await stopUnlocked(dataDir);
    await setPassword(native, identity, dataDir, password);
  }
}

/** Gives the superuser a new password without knowing the old one: single-user mode asks for none. */
async function setPassword(native: NativePostgres, identity: Identity, dataDir: string, password: string) {
  const sql = `ALTER ROLE ${SUPERUSER} PASSWORD '${password}';\n`;
  const result = await runProgram(identity, native.postgres, ['--single', '-D', dataDir, 'postgres'], sql);
  if (result.code !== 0 || /ERROR|FATAL/.test(result.output)) {
    throw new EmbeddedPostgresError(
      `The password file beside ${dataDir} is gone and a new password could not be set: delete the folder to start over.`,
    );
  }
}

async function startFresh(
  native: NativePostgres,
  identity: Identity,
  options: StartOptions,
): Promise<Started> {
  const { dataDir } = options;
  const logFile = resolve(options.logFile ?? `${dataDir}.log`);
  const deadline = performance.now() + STALE_LOCK_MS;
  options.onPhase?.('start');
  for (;;) {
    await clearForeignLock(dataDir);
    const port = await findFreePort();
    const result = await launch(native, identity, {
      dataDir,
      logFile,
      port,
      durable: options.durable ?? true,
      settings: options.settings ?? {},
    });
    if (result.ready) return { pid: result.pid, port, adopted: false };
    const passing = STALE.test(result.log) || PORT_TAKEN.test(result.log);
    if (!passing || performance.now() > deadline) {
      const words = result.log.split('\n').slice(-3).join(' ');
      throw new EmbeddedPostgresError(
        `PostgreSQL did not start in ${dataDir}: ${words || 'it ended without a word'}. Its log is ${logFile}.`,
      );
    }
    options.onPhase?.('retry');
    await sleep(250);
  }
}
