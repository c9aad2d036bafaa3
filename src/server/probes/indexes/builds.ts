import type { Probe } from '../types';
import { notConfigured } from '../types';

export const indexBuildsProbe: Probe<'database.index-builds'> = {
  need: 'database.index-builds',
  read: async () => notConfigured('Not read yet.'),
};
