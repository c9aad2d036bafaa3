import type { BenchSubject } from './subject';

/** Each is loaded only when it is asked for. */
export const BENCH_SUBJECTS: Readonly<Record<string, () => Promise<BenchSubject>>> = {
  indexes: async () => (await import('./indexes')).benchIndexes,
  cache: async () => (await import('./cache')).benchCache,
};
