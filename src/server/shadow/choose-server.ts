import { embeddedDataDir } from '../config/running-services';
import { messageOf } from '../embedded/errors';
import type { EmbeddedPhase } from '../embedded/start';
import { embeddedStatus } from '../embedded/status';
import { postgresUrl, UNREADABLE_URL } from '../prisma/connection-url';
import { shadowUnavailable } from './errors';
import { takeShadowServer } from './server-use';

export type ServerChoice = {
  /** Where a shadow database may be had: a server of the user's, or the folder of the one that comes along. */
  shadowDatabaseUrl: string | null;
  dataDir: string;
  onPhase?: (phase: EmbeddedPhase) => void;
};

export type ChosenServer = {
  /** The URL of one of its databases; null for the one that the user named. With the password: never print it. */
  url(database: string | null): string;
  /** It is ours: a role of its own can be made for each shadow database, and nobody's objects are on it. */
  isOurs: boolean;
  letGo(): Promise<void>;
};

/**
 * The server for a shadow database: the user's, if one is named; else the embedded one that runs already; else one that
 * is started for it. Never the watched server, unless it is one of these.
 * @throws ShadowUnavailableError
 */
export async function chooseServer(choice: ServerChoice): Promise<ChosenServer> {
  if (choice.shadowDatabaseUrl !== null) return usersServer(choice.shadowDatabaseUrl);
  try {
    const running = await embeddedStatus(embeddedDataDir(choice.dataDir));
    if (running.running) return ours(running.url, async () => undefined);
    const { url, letGo } = await takeShadowServer(choice.dataDir, choice.onPhase);
    return ours(url, letGo);
  } catch (error) {
    throw shadowUnavailable(messageOf(error), error);
  }
}

function ours(url: (database: string) => string, letGo: () => Promise<void>): ChosenServer {
  return { url: (database) => url(database ?? 'postgres'), isOurs: true, letGo };
}

function usersServer(shadowDatabaseUrl: string): ChosenServer {
  const made = postgresUrl(shadowDatabaseUrl, {});
  if (made === null) throw shadowUnavailable(`${UNREADABLE_URL} Correct --shadow-database-url.`);
  return {
    url: (database) => {
      const url = new URL(made.connectionString);
      if (database !== null) url.pathname = `/${encodeURIComponent(database)}`;
      return url.href;
    },
    isOurs: false,
    letGo: async () => undefined,
  };
}
