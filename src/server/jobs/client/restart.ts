import { setTimeout as sleep } from 'node:timers/promises';
import { redact } from '../../../shared/redact';
import { type Asked, askProcesses } from './ask-processes';
import { runRestartCommand } from './restart-command';
import { callRestartWebhook, webhookName } from './restart-webhook';
import {
  allFresh,
  holders,
  notTakenUp,
  rows,
  staleOnes,
  type TakeUpOutcome,
  type TakeUpRequest,
  takenUp,
} from './take-up-outcome';

/** Between two questions whether the restarted processes hold the new client. */
const ASK_AGAIN_MS = 500;

/**
 * Restarts the application by the configured command, or without one by the webhook, and asks its processes until all of
 * them hold the new client or the time is over. Where they cannot be asked, that is what the outcome says.
 * @param before what the processes said before
 * @throws the signal's reason when aborted
 */
export async function restart(request: TakeUpRequest, before: Asked): Promise<TakeUpOutcome> {
  let what: string;
  try {
    what = await start(request);
  } catch (error) {
    request.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return notTakenUp(
      `${why}\nThe new client lies in place; restart the application by hand.`,
      before,
      request,
    );
  }
  const { settings, clients } = request;
  if (settings.baseUrl === null || before.answer === 'cannot-ask') {
    const why =
      settings.baseUrl === null ? 'no --base-url is set.' : before.answer === 'cannot-ask' && before.reason;
    return takenUp('restarted', `${what}; nobody could ask which client the processes hold: ${why}`, []);
  }
  request.log(`${what}; the processes are asked until all of them hold the new client.`);
  const asked = await askUntilFresh(request);
  const processes = rows(asked, clients);
  if (allFresh(asked, clients))
    return takenUp('restarted', `${what}; ${holders(processes)} the new client.`, processes);
  const seconds = Math.round(settings.restartTimeoutMs / 1000);
  const why =
    asked.answer === 'processes'
      ? `after ${seconds} s ${staleOnes(asked, clients)}`
      : `for ${seconds} s nobody told which client is loaded (${asked.reason})`;
  return notTakenUp(
    `${what}, but ${why}: look into the application's log, and restart it by hand.`,
    asked,
    request,
  );
}

/** @returns what was done, as the beginning of a sentence */
async function start({ settings, clients, configDir, dataDir, signal, log }: TakeUpRequest): Promise<string> {
  const { restartCommand, restartWebhook, restartTimeoutMs: timeoutMs, env } = settings;
  if (restartCommand !== null) {
    if (restartWebhook !== null) log('A restart command and a webhook are set: the command is used.');
    log(`$ ${redact(restartCommand)}`);
    const variables = {
      DRIFTBOARD_ENV: env,
      DRIFTBOARD_CLIENT_FINGERPRINT: clients.map(({ fingerprint }) => fingerprint).join(','),
    };
    await runRestartCommand({
      command: restartCommand,
      cwd: configDir,
      variables,
      dataDir,
      timeoutMs,
      signal,
      onLine: log,
    });
    return 'The restart command ended with code 0';
  }
  const url = restartWebhook ?? '';
  const body = {
    event: 'client.regenerated',
    environment: env,
    clients: clients.map(({ name, fingerprint, version }) => ({ name, fingerprint, version })),
  };
  return `${webhookName(url)} answered ${await callRestartWebhook({ url, body, timeoutMs, signal })}`;
}

async function askUntilFresh({ settings, clients, signal }: TakeUpRequest): Promise<Asked> {
  const deadline = performance.now() + settings.restartTimeoutMs;
  for (;;) {
    const asked = await askProcesses(settings, signal);
    signal.throwIfAborted();
    if (allFresh(asked, clients) || performance.now() + ASK_AGAIN_MS > deadline) return asked;
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
