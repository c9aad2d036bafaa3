import { notConfigured, type Probe } from '../types';

/** How far each sequence has counted, against the largest value in the column that it feeds. */
export const databaseSequencesProbe: Probe<'database.sequences'> = {
  need: 'database.sequences',
  read: async () => notConfigured('Sequences are not read yet.'),
};
