import type { Probe } from '../types';
import { notConfigured } from '../types';

export const cacheReadsProbe: Probe<'cache.reads'> = {
  need: 'cache.reads',
  read: async () => notConfigured('Not read yet.'),
};
