import { createHash } from 'node:crypto';
import { DashboardEvent } from '../../shared/events';
import type { Bus } from '../dashboard/bus';
import { createAssembler, piecesOf } from './pieces';

/** A run that another instance makes now. */
export type RunElsewhere = { runId: string; startedAt: string };

export type Relay = {
  /** Told by another instance, over the store. */
  hear(payload: string): void;
  /** Tells something to the viewers of this instance alone. */
  tellHere(event: DashboardEvent): void;
  elsewhere(): RunElsewhere | null;
  /** Nobody makes a run: who began one and never ended it is no more. */
  forgetElsewhere(): void;
};

/** The name that an environment's instances listen to: a database has one set of names for all of its schemas. */
export function channelOf(place: string): string {
  return `driftboard_${createHash('sha256').update(place).digest('hex').slice(0, 16)}`;
}

/**
 * Tells what happens here to the viewers of all other instances, and what happens there to those of this one. Files belong
 * to their machine, and a whole report is fetched by who is told that it is kept.
 * @param own names this instance
 * @param notify sends one payload; what cannot be sent is lost, and caught up when the store is back
 * @param isKnown whether the viewers here were told already that this run is kept
 */
export function createRelay(
  bus: Bus,
  own: string,
  notify: (payload: string) => void,
  isKnown: (runId: string) => boolean,
): Relay {
  const assemble = createAssembler(own);
  let count = 0;
  let isRepeating = false;
  let elsewhere: RunElsewhere | null = null;

  bus.overhear((event) => {
    if (isRepeating || !TOLD.has(event.type)) return;
    count += 1;
    for (const piece of piecesOf(JSON.stringify(event), own, count)) notify(piece);
  });

  function tellHere(event: DashboardEvent): void {
    isRepeating = true;
    try {
      bus.publish(event);
    } finally {
      isRepeating = false;
    }
  }

  return {
    tellHere,
    hear(payload) {
      const text = assemble(payload);
      const event = text === null ? null : DashboardEvent.safeParse(JSON.parse(text));
      // Another version may tell what this one does not know.
      if (event === null || !event.success) return;
      const told = event.data;
      if (told.type === 'run.started') elsewhere = { runId: told.runId, startedAt: told.startedAt };
      if (told.type === 'run.stored' && told.runId === elsewhere?.runId) elsewhere = null;
      if (told.type === 'run.stored' && isKnown(told.runId)) return;
      tellHere(told);
    },
    elsewhere: () => elsewhere,
    forgetElsewhere() {
      elsewhere = null;
    },
  };
}

const TOLD = new Set<DashboardEvent['type']>([
  'run.started',
  'observation.finished',
  'check.finished',
  'run.stored',
  'job.changed',
]);
