import type { DashboardEvent } from '../../shared/events';
import type { StoreClient } from '../store/postgres/client';
import type { Store } from '../store/types';
import { createTold } from './told';

/** Of runs that were told here before who kept them did; a message that is so late is rare, and so few are enough. */
const MOST_FORETOLD = 200;

export type CatchUp = {
  /** A run was told to the viewers here. */
  note(number: number): void;
  /** Tells the viewers here of runs that are kept and that nobody told them of. @throws where the store is lost */
  look(from: StoreClient): Promise<void>;
  /** Whether the viewers here know of this run already, since a look found it. */
  isForetold(runId: string): boolean;
};

/**
 * Finds the runs that an instance kept and could not tell: it was killed in between, or the connection was lost. To tell and to
 * keep are two things; this makes one of them.
 * @param tellHere tells the viewers of this instance only: the others look for themselves
 */
export function createCatchUp(
  environment: string,
  store: Pick<Store, 'summaries'>,
  tellHere: (event: DashboardEvent) => void,
): CatchUp {
  const told = createTold();
  const foretold = new Set<string>();
  return {
    note: told.note,
    async look(from) {
      const row = await from.environment.findUnique({
        where: { name: environment },
        select: { lastNumber: true },
      });
      const missing = told.missingAt(row?.lastNumber ?? 0, Date.now());
      const [first, last] = [missing.at(0), missing.at(-1)];
      if (first === undefined || last === undefined) return;
      for (const { number, runId } of await store.summaries(last - first + 1, last + 1)) {
        if (!missing.includes(number)) continue;
        foretold.add(runId);
        const [oldest] = foretold;
        if (foretold.size > MOST_FORETOLD && oldest !== undefined) foretold.delete(oldest);
        tellHere({ type: 'run.stored', runId, number });
      }
      // One that was cleared away meanwhile is not looked for again.
      missing.forEach(told.note);
    },
    isForetold: (runId) => foretold.has(runId),
  };
}
