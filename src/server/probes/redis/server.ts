import type { Probe } from '../types';
import { notConfigured } from '../types';

export const cacheServerProbe: Probe<'cache.server'> = {
  need: 'cache.server',
  read: async () => notConfigured('Not read yet.'),
};
