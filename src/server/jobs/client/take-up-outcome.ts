import type { GeneratedClient } from '../../../shared/client';
import type { Settings } from '../../../shared/config';
import { redact } from '../../../shared/redact';
import type { ClientTakeUp } from '../../../shared/regeneration';
import { type Asked, rowsOf } from './ask-processes';

type TakeUpSettings = Pick<
  Settings,
  | 'env'
  | 'embedded'
  | 'baseUrl'
  | 'client'
  | 'timeoutMs'
  | 'restartCommand'
  | 'restartWebhook'
  | 'restartTimeoutMs'
>;

export type TakeUpRequest = {
  settings: TakeUpSettings;
  /** For `POST /api/health/client` of the application; null where nobody gave one. */
  reloadToken: string | null;
  /** What was generated: a process that holds one of these is up to date. */
  clients: readonly GeneratedClient[];
  /** Where a restart command runs. */
  configDir: string;
  dataDir: string;
  signal: AbortSignal;
  log: (text: string) => void;
};

/** What came of it, and how the step ends: `skipped` where nobody but a person can restart anything. */
export type TakeUpOutcome = { takeUp: ClientTakeUp; end: 'done' | 'skipped' | 'failed' };

export function takenUp(how: 'reloaded' | 'restarted', text: string, processes: ClientTakeUp['processes']) {
  return { takeUp: { how, text, processes }, end: 'done' } as const;
}

/** Somebody should have brought the application to the new client, and it did not come there. */
export function notTakenUp(text: string, asked: Asked, { clients }: TakeUpRequest): TakeUpOutcome {
  const processes = rows(asked, clients);
  return { takeUp: { how: 'restart-needed', text: redact(text), processes }, end: 'failed' };
}

/** Nobody was to do anything: what is left to a person. */
export function leftToPerson(
  how: 'not-running' | 'restart-needed',
  text: string,
  processes: ClientTakeUp['processes'],
): TakeUpOutcome {
  return { takeUp: { how, text: redact(text), processes }, end: 'skipped' };
}

export function rows(asked: Asked, clients: readonly GeneratedClient[]): ClientTakeUp['processes'] {
  return asked.answer === 'processes' ? rowsOf(asked.processes, clients) : [];
}

/** That nobody answered does not mean that everybody is up to date, nor that those did who were seen. */
export function allFresh(asked: Asked, clients: readonly GeneratedClient[]): boolean {
  if (asked.answer !== 'processes' || asked.gaps.length > 0) return false;
  return asked.processes.length > 0 && rows(asked, clients).every(({ fresh }) => fresh);
}

/** `process 7 holds`, `processes 7, 8 hold`. */
export function holders(processes: ClientTakeUp['processes']): string {
  const pids = processes.map(({ pid }) => pid).join(', ');
  return processes.length === 1 ? `process ${pids} holds` : `processes ${pids} hold`;
}

/** Which ones hold another client, and since when they run; or why there may be such ones. */
export function staleOnes(asked: Asked, clients: readonly GeneratedClient[]): string {
  const old = rows(asked, clients).filter(({ fresh }) => !fresh);
  const each = old.map(({ pid, startedAt }) => `${pid} (running since ${startedAt})`).join(', ');
  if (old.length === 1) return `process ${each} holds a former client`;
  if (old.length > 1) return `processes ${each} hold former clients`;
  const gaps = asked.answer === 'processes' ? asked.gaps : [];
  return `${holders(rows(asked, clients))} the new client, and there may be others (${gaps.join(' ')})`;
}
