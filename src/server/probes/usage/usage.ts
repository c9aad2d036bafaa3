import type { Probe } from '../types';
import { notConfigured } from '../types';

export const databaseUsageProbe: Probe<'database.usage'> = {
  need: 'database.usage',
  read: async () => notConfigured('Not read yet.'),
};
