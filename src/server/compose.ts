import { checks } from '../checks/registry';
import type { Settings } from '../shared/config';
import type { RunEvent } from '../shared/events';
import { type RunOutcome, runChecks } from './engine/run';
import { type KnownWaivers, NO_WAIVERS } from './engine/waive';
import { openDatabaseSession } from './probes/catalogue/session';
import { readCommit } from './probes/git/commit';
import { probes } from './probes/registry';
import { failed } from './probes/types';

export type Place = { projectRoot: string; dataDir: string };

export type VerifyOptions = {
  runId: string;
  signal: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  /** Those of a store, beside the file's; who has no store has none. */
  keptWaivers?: () => Promise<KnownWaivers>;
};

/**
 * Joins settings, probes, checks and engine: the one way in which the page, the command line and jobs verify.
 */
export function verifyOnce(settings: Settings, place: Place, options: VerifyOptions): Promise<RunOutcome> {
  return runChecks({
    ...options,
    settings,
    checks,
    probes: settings.embedded && settings.baseUrl === null ? { ...probes, ...notRunning } : probes,
    context: { ...place, signal: options.signal },
    readWaivers: async () => {
      const known = await Promise.all([options.keptWaivers?.() ?? NO_WAIVERS, waiversOfFile(settings)]);
      return { given: known.flatMap(({ given }) => given), notes: known.flatMap(({ notes }) => notes) };
    },
    openDatabase: () => openSession(settings, options.signal),
    readCommit: async ({ schema, source }) => {
      const from = source ?? schema;
      return from === null ? null : readCommit(from);
    },
  });
}

/** A file that cannot be read waives nothing, and the run says so. */
async function waiversOfFile({ waivers, waiverMaxDays }: Settings): Promise<KnownWaivers> {
  if (waivers === null) return NO_WAIVERS;
  const { readWaiverFile } = await import('./waivers/file');
  const { given, faults } = await readWaiverFile(waivers, waiverMaxDays, new Date().toISOString());
  return { given, notes: faults };
}

/** Americano belongs to the embedded environment: when it does not run, its routes are unknown and not "not configured". */
const reason = 'Americano is not running, so nothing could be asked of it: start it with npm start.';
const notRunning: Pick<typeof probes, 'endpoints.results' | 'client.processes'> = {
  'endpoints.results': { need: 'endpoints.results', read: async () => failed(reason) },
  'client.processes': { need: 'client.processes', read: async () => failed(reason) },
};

async function openSession(settings: Settings, signal: AbortSignal) {
  if (settings.databaseUrl === null) {
    throw new Error('No --database-url is set: name the database to look at, or set DATABASE_URL.');
  }
  return openDatabaseSession({ databaseUrl: settings.databaseUrl, timeoutMs: settings.timeoutMs, signal });
}
