import { setTimeout as sleep } from 'node:timers/promises';
import type { JobEnd, JournalLine } from './journal';
import { WatchedJob } from './watched-job';

/** Looking costs microseconds, and so the steps appear as they happen. */
const LOOK_AGAIN_MS = 100;
/** Whether the process that does it still lives is asked less often. */
const LOOKS_PER_SIGN = 10;

export type FollowedEvent = Extract<JournalLine, { type: 'event' }>;

/**
 * Follows the journal of a job that another process does, from its first event to its end.
 * @returns how it ended; `interrupted` where its process died
 * @throws the signal's reason when the watcher goes away; the job goes on
 */
export async function* followJob(
  journal: string,
  signal: AbortSignal,
): AsyncGenerator<FollowedEvent, JobEnd, void> {
  const watched = new WatchedJob(journal);
  for (let look = 1; ; look += 1) {
    const lines = watched.read();
    if (lines.length === 0 && look % LOOKS_PER_SIGN === 0) lines.push(...(await watched.endIfAbandoned()));
    for (const line of lines) {
      if (line.type === 'event') yield line;
      if (line.type === 'end') return line.end;
    }
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}
