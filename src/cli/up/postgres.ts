import { join } from 'node:path';
import { EMBEDDED_DATABASE, embeddedDataDir, STORE_DATABASE } from '../../server/config/running-services';
import { type EmbeddedPostgres, ensureDatabase, startEmbedded } from '../../server/embedded';
import type { UpContext } from './options';

/** Starts (or adopts) the embedded PostgreSQL and makes Americano's database and the store's. */
export async function startPostgres(context: UpContext): Promise<EmbeddedPostgres> {
  let server: EmbeddedPostgres | null = null;
  await context.progress.phase('PostgreSQL', async (update) => {
    const started = await startEmbedded({
      dataDir: embeddedDataDir(context.dataDir),
      logFile: join(context.dataDir, 'logs', 'postgres.log'),
      onPhase: (phase) => update(WORDS[phase]),
    });
    server = started;
    await ensureDatabase(started.url('postgres'), EMBEDDED_DATABASE);
    await ensureDatabase(started.url('postgres'), STORE_DATABASE);
    return `PostgreSQL ${started.version} on port ${started.port}${started.adopted ? ', running already' : ''}`;
  });
  if (server === null) throw new Error('PostgreSQL was not started.');
  return server;
}

const WORDS = {
  initialise: 'making its data folder',
  adopt: 'taking over the one that runs',
  start: 'starting',
  retry: 'waiting for the lock of one that was killed',
};
