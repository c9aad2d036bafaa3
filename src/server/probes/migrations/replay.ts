import { notConfigured, type Probe } from '../types';

/** What the migrations make of an empty database. */
export const migrationsReplayProbe: Probe<'migrations.replay'> = {
  need: 'migrations.replay',
  read: async () => notConfigured('The migrations are not replayed yet.'),
};
