import { embeddedDataDir, withRunningServices } from '../server/config/running-services';
import { startEmbedded } from '../server/embedded';
import type { Settings } from '../shared/config';
import type { Io } from './io';

/**
 * Fills in what is known of the running embedded server; where it does not run, starts it for the time of `use` and
 * stops it afterwards.
 */
export async function withEmbedded<T>(
  settings: Settings,
  dataDir: string,
  io: Io,
  use: (settings: Settings) => Promise<T>,
): Promise<T> {
  const known = await withRunningServices(settings, dataDir);
  if (!known.embedded || known.databaseUrl !== null) return use(known);
  io.err('driftboard: the embedded PostgreSQL does not run; starting it for this run.\n');
  const server = await startEmbedded({ dataDir: embeddedDataDir(dataDir) });
  try {
    return await use(await withRunningServices(settings, dataDir));
  } finally {
    await server.stop();
  }
}
