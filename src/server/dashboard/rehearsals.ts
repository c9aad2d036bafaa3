import type { Rehearsal } from '../../shared/rehearsal';
import { isStoreLost } from '../store/lost';
import type { StoreClient } from '../store/postgres/client';
import { within } from '../store/recorded';
import type { Bus } from './bus';
import type { DashboardStore } from './store';

/** A page does not wait longer for the store. */
const READ_MS = 3_000;
/** A store that did not answer is not asked again with each look at the state. */
const AGAIN_MS = 15_000;

export type NewestRehearsal = {
  /** The newest one that this process knows of: its own, or that of another instance on the same store. */
  newest(): Promise<Rehearsal | null>;
  /** Keeps what was made here, before its job is told to have ended. */
  keep(rehearsal: Rehearsal): Promise<void>;
};

type Context = {
  environment: string;
  kept: Pick<DashboardStore, 'client'>;
  bus: Pick<Bus, 'overhear'>;
  onFault: (error: unknown) => void;
};

/** Without the store a rehearsal is known to the process that made it, and kept when the store is there. */
export function newestRehearsal({ environment, kept, bus, onFault }: Context): NewestRehearsal {
  let known: Rehearsal | null = null;
  let unkept: Rehearsal | null = null;
  /** The client that was asked since anybody may have made a newer one. */
  let asked: StoreClient | null = null;
  let asking: Promise<void> | null = null;
  let failed: { client: StoreClient; atMs: number } | null = null;
  bus.overhear((event) => {
    // With each run too: who made one may have been killed before he could tell it.
    if (event.type === 'run.stored' || (event.type === 'job.changed' && event.job.finishedAt !== null))
      asked = null;
  });

  async function exchange(client: StoreClient): Promise<void> {
    asked = client;
    try {
      const { keepRehearsal, readRehearsal } = await import('../store/postgres/rehearsals');
      const mine = unkept;
      if (mine !== null) await within(READ_MS, keepRehearsal(client, environment, mine));
      if (unkept === mine) unkept = null;
      const read = await within(READ_MS, readRehearsal(client, environment, known?.startedAt ?? null));
      if (read !== null) known = read;
    } catch (error) {
      // What the store refuses it would refuse each time, and those of the others were never seen for it.
      if (!isStoreLost(error)) unkept = null;
      asked = null;
      failed = { client, atMs: performance.now() };
      onFault(error);
    }
  }

  /** All who ask at once wait for the same answer. */
  function exchanged(client: StoreClient): Promise<void> {
    asking ??= exchange(client).finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    async newest() {
      const client = kept.client();
      const hasFailed = failed?.client === client && performance.now() - failed.atMs < AGAIN_MS;
      if (client !== null && (asking !== null || (asked !== client && !hasFailed))) await exchanged(client);
      return known;
    },
    async keep(rehearsal) {
      [known, unkept] = [rehearsal, rehearsal];
      const client = kept.client();
      if (client === null) return;
      // One that goes on may have begun before there was this one.
      await asking;
      await exchanged(client);
    },
  };
}
