import { join } from 'node:path';
import type { Settings } from '../../shared/config';
import { embeddedStatus } from '../embedded/status';
import { readRunState } from '../run-state';

/** The data folder of the embedded server, inside Driftboard's own data folder. */
export const embeddedDataDir = (dataDir: string) => join(dataDir, 'pg');

/** The database of the embedded Americano. */
export const EMBEDDED_DATABASE = 'americano';

/** The store's database beside it: in Americano's own, its tables would be drift. */
export const STORE_DATABASE = 'driftboard_store';

/** The store that the running embedded server holds; null where it does not run. */
export async function embeddedStoreUrl(dataDir: string): Promise<string | null> {
  const status = await embeddedStatus(embeddedDataDir(dataDir));
  return status.running ? status.url(STORE_DATABASE) : null;
}

/**
 * Fills in what is only known while it runs: the embedded server's URL and the running dashboard's base URL.
 * What is not running stays null, and settings that were given stay as they are.
 */
export async function withRunningServices(settings: Settings, dataDir: string): Promise<Settings> {
  if (!settings.embedded) return settings;
  const status = await embeddedStatus(embeddedDataDir(dataDir));
  const state = await readRunState(dataDir);
  return {
    ...settings,
    databaseUrl: settings.databaseUrl ?? (status.running ? status.url(EMBEDDED_DATABASE) : null),
    baseUrl: settings.baseUrl ?? state?.baseUrl ?? null,
  };
}
