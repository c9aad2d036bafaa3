import { checks } from '../checks/registry';
import type { Settings } from '../shared/config';
import type { RunEvent } from '../shared/events';
import { type RunOutcome, runChecks } from './engine/run';
import { openDatabaseSession } from './probes/catalogue/session';
import { readCommit } from './probes/git/commit';
import { probes } from './probes/registry';
import { failed } from './probes/types';

export type Place = { projectRoot: string; dataDir: string };

/**
 * Joins settings, probes, checks and engine: the one way in which the page, the command line and jobs verify.
 */
export function verifyOnce(
  settings: Settings,
  place: Place,
  options: { runId: string; signal: AbortSignal; onEvent?: (event: RunEvent) => void },
): Promise<RunOutcome> {
  return runChecks({
    ...options,
    settings,
    checks,
    probes: settings.embedded && settings.baseUrl === null ? { ...probes, ...notRunning } : probes,
    context: { ...place, signal: options.signal },
    openDatabase: () => openSession(settings, options.signal),
    readCommit: async ({ schema, source }) => {
      const from = source ?? schema;
      return from === null ? null : readCommit(from);
    },
  });
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
