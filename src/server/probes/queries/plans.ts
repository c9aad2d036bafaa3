import type { Probe } from '../types';
import { notConfigured } from '../types';

export const queryPlansProbe: Probe<'queries.plans'> = {
  need: 'queries.plans',
  read: async () => notConfigured('Not read yet.'),
};
