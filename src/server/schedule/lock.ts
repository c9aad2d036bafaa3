import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { StoreSession } from './session';

/** `drft` in ASCII: the first half of the key, so that no other program's locks are met. */
const KIND = 0x64726674;
const ASK_AGAIN_MS = 200;

const Locked = z.tuple([z.object({ locked: z.boolean() })]);

export type EnvironmentLock = {
  /**
   * Does the work while no other instance does any on this environment. It waits for the one that does. Where the store
   * is not reached, or is lost while waiting, the work is done all the same: nobody's look fails for it.
   */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Whether no instance holds it now. @throws Error where the store is not reached */
  isFree(): Promise<boolean>;
};

/**
 * A lock of the whole store on one environment. The session holds it, so that it ends with the process that died, and needs no
 * guess of how long a run may take.
 */
export function environmentLock(session: StoreSession, place: string): EnvironmentLock {
  const key = createHash('sha256').update(place).digest().readInt32BE(0);
  /** How deep this process is in: a session that holds a lock gets it again. */
  let held = 0;

  async function take(): Promise<boolean> {
    const rows = await session.query('SELECT pg_try_advisory_lock($1, $2) AS locked', [KIND, key]);
    return Locked.parse(rows)[0].locked;
  }
  const letGo = () => session.query('SELECT pg_advisory_unlock($1, $2)', [KIND, key]);

  async function wait(): Promise<boolean> {
    while (session.isUp()) {
      const locked = await take().catch(() => null);
      // A store that answers and cannot lock would be asked for ever.
      if (locked !== false) return locked === true;
      await sleep(ASK_AGAIN_MS);
    }
    return false;
  }

  return {
    async alone(work) {
      const locked = await wait();
      if (locked) held += 1;
      try {
        return await work();
      } finally {
        if (locked) held -= 1;
        // A session that was lost meanwhile holds nothing any more.
        if (locked) await letGo().catch(() => undefined);
      }
    },
    async isFree() {
      if (held > 0 || !(await take())) return false;
      await letGo();
      return true;
    },
  };
}
