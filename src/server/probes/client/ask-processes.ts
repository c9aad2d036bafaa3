import type { LoadedClient } from '../../../shared/client';
import type { ProcessAnswer } from './ask-process';

const SIDE_BY_SIDE = 4;
/** At least so many requests in a row must show no new process before no more are made, … */
const QUIET_REQUESTS = 8;
/**
 * … and five times as many as there are processes: one more among them, with its even share of the requests, would go
 * unseen in one of a hundred runs.
 */
const QUIET_PER_PROCESS = 5;
export const MAX_REQUESTS = 64;

export type Asked = {
  /** By the time of their start. */
  processes: LoadedClient[];
  requests: number;
  /** The reasons of the requests that brought none, each with how often. */
  failures: Map<string, number>;
  /** Why no more were made. `none`: the first found nobody there. */
  ended: 'quiet' | 'limit' | 'time' | 'none';
};

/**
 * Asks an address again and again, a few requests side by side, until no new process answers.
 * @param ask makes one request
 * @param isOver whether the time is over
 */
export async function askProcesses(ask: () => Promise<ProcessAnswer>, isOver: () => boolean): Promise<Asked> {
  const found = new Map<string, LoadedClient>();
  const failures = new Map<string, number>();
  let requests = 0;
  let quiet = 0;
  const end = (ended: Asked['ended']): Asked => ({
    processes: [...found.values()].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)),
    requests,
    failures,
    ended,
  });
  for (;;) {
    // The first goes alone: where nobody listens, one request tells it.
    const open =
      requests === 0 ? 1 : Math.min(SIDE_BY_SIDE, needed(found.size) - quiet, MAX_REQUESTS - requests);
    const answers = await Promise.all(Array.from({ length: open }, ask));
    requests += open;
    for (const answer of answers) {
      const known = found.size;
      if (answer.ok) found.set(identityOf(answer.loaded), answer.loaded);
      else failures.set(answer.reason, (failures.get(answer.reason) ?? 0) + 1);
      quiet = found.size > known ? 0 : quiet + 1;
    }
    if (requests === 1 && answers.some((answer) => !answer.ok && answer.none)) return end('none');
    if (quiet >= needed(found.size)) return end('quiet');
    if (requests >= MAX_REQUESTS) return end('limit');
    if (isOver()) return end('time');
  }
}

function needed(processes: number): number {
  return Math.max(QUIET_REQUESTS, QUIET_PER_PROCESS * processes);
}

/** Two containers may both have the pid 1, and one pid may be given again. */
function identityOf({ instance = '', pid, startedAt }: LoadedClient): string {
  return JSON.stringify([instance, pid, startedAt]);
}
