import type { Probe } from '../types';
import { notConfigured } from '../types';

export const indexesDeclaredProbe: Probe<'indexes.declared'> = {
  need: 'indexes.declared',
  read: async () => notConfigured('Not read yet.'),
};
