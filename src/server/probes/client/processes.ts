import type { LoadedClient } from '../../../shared/client';
import type { Evidence } from '../../../shared/observation';
import { redact } from '../../../shared/redact';
import { withinTime } from '../../time-limit';
import { failed, notConfigured, observed, type Probe } from '../types';
import { askProcess } from './ask-process';
import { type Asked, askProcesses, MAX_REQUESTS } from './ask-processes';
import { healthAddress } from './health-address';
import { noClient } from './no-client';

/** Asks the running application which client it has loaded: each process behind the address. */
export const clientProcessesProbe: Probe<'client.processes'> = {
  need: 'client.processes',
  async read({ settings, signal, dataDir }) {
    if (settings.client.length === 0) return notConfigured(await noClient(settings, dataDir));
    if (settings.baseUrl === null) {
      return notConfigured(
        'No --base-url is set: give the address of the running application to see which client it has loaded.',
      );
    }
    if (!URL.canParse(settings.baseUrl)) {
      return failed(`--base-url is no address that can be asked (${redact(settings.baseUrl)}): correct it.`);
    }
    const address = healthAddress(settings.baseUrl);
    const { timeoutMs } = settings;
    const at = new Date().toISOString();
    const startedAt = performance.now();
    if (signal.aborted) return failed('Asking the processes was cancelled.');
    const asked = await withinTime(signal, timeoutMs, (limited) =>
      askProcesses(
        () => askProcess(address, { signal: limited, timeoutMs }),
        // The application that comes along is this very process: there is no other behind its address.
        () => settings.embedded || limited.aborted,
      ),
    );
    const evidence: Evidence = {
      kind: 'http',
      text: redact(`GET ${address.url}`),
      answer: inWords(asked),
      at,
      durationMs: performance.now() - startedAt,
    };
    const { processes, requests } = asked;
    if (processes.length === 0) return failed([...asked.failures.keys()].join(' '), evidence);
    const gaps = gapsOf(asked, { timeoutMs, only: settings.embedded });
    return observed(
      { url: address.url, processes, requests, ...(gaps.length === 0 ? {} : { gaps }) },
      evidence,
    );
  },
};

function inWords({ requests, processes, failures }: Asked): string {
  const count = `${requests} ${requests === 1 ? 'request' : 'requests'}`;
  const failing = [...failures.values()].reduce((sum, times) => sum + times, 0);
  return [
    count,
    ...processes.map(processInWords),
    ...(failing === 0 ? [] : [`${failing} without an answer`]),
  ].join('; ');
}

function processInWords({ pid, instance, fingerprint }: LoadedClient): string {
  return `pid ${pid}${instance === undefined ? '' : ` on ${instance}`}: ${fingerprint}`;
}

/** What was seen of processes that are not among those that answered. */
function gapsOf(
  { processes, requests, failures, ended }: Asked,
  { timeoutMs, only }: { timeoutMs: number; only: boolean },
): string[] {
  const gaps = [...failures].map(([reason, times]) => `Of ${requests} requests ${times} failed: ${reason}`);
  if (ended === 'limit') {
    gaps.push(
      `New processes still answered when ${MAX_REQUESTS} requests were made: there may be more than these ${processes.length}.`,
    );
  }
  if (ended === 'time' && !only && failures.size === 0) {
    gaps.push(
      `Only ${requests} requests were answered within ${timeoutMs} ms, so there may be more processes than these ${processes.length}: set --timeout-ms for more.`,
    );
  }
  return gaps;
}
