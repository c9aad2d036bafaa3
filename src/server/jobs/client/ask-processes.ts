import type { GeneratedClient, LoadedClient } from '../../../shared/client';
import { Settings } from '../../../shared/config';
import type { ClientTakeUp } from '../../../shared/regeneration';
import { clientProcessesProbe } from '../../probes/client/processes';
import type { ProbeContext } from '../../probes/types';

/** What the processes behind an address say of the client that they hold. */
export type Asked =
  /** `gaps`: why there may be others. */
  | { answer: 'processes'; processes: LoadedClient[]; gaps: string[] }
  /** Nothing listens; there is no way to ask (no address, no route); it answered something else. */
  | { answer: 'refused' | 'cannot-ask' | 'failed'; reason: string };

/** Asks every process behind `--base-url`, as the check of the running processes does. Never throws. */
export async function askProcesses(
  settings: Pick<Settings, 'baseUrl' | 'client' | 'timeoutMs' | 'embedded'>,
  signal: AbortSignal,
): Promise<Asked> {
  const { baseUrl, client, timeoutMs, embedded } = settings;
  const nothingElse = () => Promise.reject(new Error('Only the processes are asked here.'));
  const context: ProbeContext = {
    settings: Settings.parse({ baseUrl, timeoutMs, embedded, client: client.length === 0 ? ['.'] : client }),
    signal,
    projectRoot: process.cwd(),
    dataDir: process.cwd(),
    database: nothingElse,
    observe: nothingElse,
  };
  const observation = await clientProcessesProbe.read(context);
  if (observation.ok) {
    const { processes, gaps = [] } = observation.value;
    return { answer: 'processes', processes, gaps };
  }
  const { reason } = observation;
  if (observation.notConfigured !== undefined || /\bhas no route\b/.test(reason)) {
    return { answer: 'cannot-ask', reason };
  }
  return { answer: /\bECONNREFUSED\b/.test(reason) ? 'refused' : 'failed', reason };
}

/** Whether a process holds one of the clients that were just generated. */
export function isFresh(loaded: LoadedClient, clients: readonly GeneratedClient[]): boolean {
  return clients.some(
    (client) => client.schemaFingerprint === loaded.schemaFingerprint && client.version === loaded.version,
  );
}

/** The processes of a take-up's result. */
export function rowsOf(
  processes: readonly LoadedClient[],
  clients: readonly GeneratedClient[],
): ClientTakeUp['processes'] {
  return processes.map((loaded) => ({
    pid: loaded.pid,
    startedAt: loaded.startedAt,
    fresh: isFresh(loaded, clients),
  }));
}
