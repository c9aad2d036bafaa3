import { redact } from '../../../shared/redact';
import { type Asked, askProcesses, isFresh, rowsOf } from './ask-processes';
import { loadIntoApplication } from './load';
import { restart } from './restart';
import {
  allFresh,
  holders,
  leftToPerson,
  notTakenUp,
  rows,
  staleOnes,
  type TakeUpOutcome,
  type TakeUpRequest,
  takenUp,
} from './take-up-outcome';

/**
 * Brings the running application to the new client, the mildest way first: a process that can take it up while it runs
 * does; where one still holds another, the restart command is run, or without one the webhook called, and the processes
 * are asked until all of them hold it; else it is said which of them need a restart.
 * @throws the signal's reason when aborted; whatever else goes wrong is an outcome
 */
export async function takeUp(request: TakeUpRequest): Promise<TakeUpOutcome> {
  const { settings, signal, clients } = request;
  const reload = await tryReload(request);
  if (reload.outcome !== undefined) return reload.outcome;
  const asked = await askProcesses(settings, signal);
  signal.throwIfAborted();
  const processes = rows(asked, clients);
  if (allFresh(asked, clients)) {
    return takenUp('reloaded', sentence(`${holders(processes)} the new client already.`), processes);
  }
  if (settings.restartCommand !== null || settings.restartWebhook !== null) return restart(request, asked);
  if (reload.failure !== undefined) return notTakenUp(reload.failure, asked, request);
  if (asked.answer === 'refused') {
    const where = redact(settings.baseUrl ?? '');
    return leftToPerson(
      'not-running',
      `Nothing listens at ${where}: the application takes up the new client when it starts.`,
      [],
    );
  }
  return leftToPerson('restart-needed', restartNeeded(asked, request, reload.refusal), processes);
}

/** `refusal`: why the application takes up nothing while it runs. `failure`: it should have, and did not. */
type Reload = { outcome?: TakeUpOutcome; refusal?: string; failure?: string };

async function tryReload({ settings, reloadToken, signal, clients, log }: TakeUpRequest): Promise<Reload> {
  if (reloadToken === null || settings.baseUrl === null) return {};
  try {
    const answer = await loadIntoApplication({ ...settings, reloadToken, signal });
    if ('skipped' in answer) return { refusal: answer.skipped };
    const { loaded } = answer;
    log(`Process ${loaded.pid} has ${loaded.models.length} models loaded since ${loaded.loadedAt}`);
    if (!isFresh(loaded, clients)) {
      const generated = clients.map(({ fingerprint }) => fingerprint).join(', ');
      return {
        failure: `The application (process ${loaded.pid}) has loaded another client (${loaded.fingerprint}) than the one just generated (${generated}): does it run on the same files?`,
      };
    }
    // Behind the address there may be others, which were not asked to load anything.
    const asked = await askProcesses(settings, signal);
    signal.throwIfAborted();
    const others =
      asked.answer === 'processes' ? asked.processes.filter(({ pid }) => pid !== loaded.pid) : [];
    // Where nobody could be asked, the one that loaded it says nothing of the others.
    const gaps = asked.answer === 'processes' ? asked.gaps : [asked.reason];
    const processes = rowsOf([loaded, ...others], clients);
    if (!allFresh({ answer: 'processes', processes: [loaded, ...others], gaps }, clients)) return {};
    return { outcome: takenUp('reloaded', sentence(`${holders(processes)} the new client.`), processes) };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function restartNeeded(asked: Asked, { settings, clients }: TakeUpRequest, refusal?: string): string {
  const next = 'or let --restart-command or --restart-webhook do so.';
  if (asked.answer === 'processes') {
    return `Restart needed: ${staleOnes(asked, clients)}; restart ${asked.processes.length === 1 ? 'it' : 'them'}, ${next}`;
  }
  if (settings.baseUrl === null) {
    return `Restart needed: no --base-url is set, so nobody knows which processes hold a former client; restart the application, ${next}`;
  }
  return refusal ?? `Restart needed if the application runs: ${asked.reason} Restart it, ${next}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
