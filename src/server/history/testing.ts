import type { Beside } from './history';

/** For tests of a history that nobody says anything of. */
export const nothingBeside: Beside = {
  notesOf: async () => ({ notes: null, closed: 'There is no store here.', asksName: true }),
  jobsDuring: async () => ({ jobs: [], gap: null }),
};
