import type { Rehearsal } from '../../shared/rehearsal';
import { within } from '../store/recorded';
import type { Bus } from './bus';
import type { DashboardStore } from './store';

/** A page does not wait longer for the store. */
const READ_MS = 3_000;

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

/** Without the store a rehearsal is known to the process that made it. */
export function newestRehearsal({ environment, kept, bus, onFault }: Context): NewestRehearsal {
  let known: Rehearsal | null = null;
  /** Whether another instance may have made a newer one since the store was asked. */
  let isOld = true;
  bus.overhear((event) => {
    if (event.type === 'job.changed' && event.job.kind === 'rehearse' && event.job.finishedAt !== null)
      isOld = true;
  });
  return {
    async newest() {
      const client = kept.client();
      if (client === null || !isOld) return known;
      isOld = false;
      try {
        const { readRehearsal } = await import('../store/postgres/rehearsals');
        const read = await within(READ_MS, readRehearsal(client, environment));
        if (read !== null && (known === null || known.startedAt < read.startedAt)) known = read;
      } catch (error) {
        // The store went away just now, which is told, and is asked again when it is back.
        isOld = true;
        onFault(error);
      }
      return known;
    },
    async keep(rehearsal) {
      known = rehearsal;
      const client = kept.client();
      if (client === null) return;
      try {
        const { keepRehearsal } = await import('../store/postgres/rehearsals');
        await keepRehearsal(client, environment, rehearsal);
      } catch (error) {
        onFault(error);
      }
    },
  };
}
