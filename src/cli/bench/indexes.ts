import type { BenchSubject } from './subject';

/** The declared queries with and without the strategic indexes, on the `large` data. */
export const benchIndexes: BenchSubject = async () => {
  throw new Error('bench indexes is not built yet.');
};
