import type { Settings } from '../../shared/config';
import type { Recording, StoreState } from '../../shared/recording';
import { log } from '../log';
import { createMemoryStore } from '../store/memory';
import type { StoreClient } from '../store/postgres/client';
import type { openPostgresStore } from '../store/postgres/open';
import { createRecordedStore } from '../store/recorded';
import type { Store } from '../store/types';
import type { Bus } from './bus';

export type DashboardStore = {
  store: Store;
  recording(): Recording;
  /** For what only a store keeps: decisions, notes, schedules. Null while none is reached. */
  client(): StoreClient | null;
  /** A first page waits for the history so long, and no longer. */
  opened(limitMs: number): Promise<void>;
  /** Its state, and how much it holds. */
  describe(): Promise<StoreState>;
  close(): Promise<void>;
};

type Context = {
  settings: Settings | undefined;
  projectRoot: string;
  bus: Bus;
  onFault: (error: unknown) => void;
};

const CLEARING_EVERY_MS = 3_600_000;
/** Not in the first minute, when everything else starts. */
const CLEARING_CHECK_MS = 5 * 60_000;

/** The store that the settings name; without one, memory. */
export function dashboardStore({ settings, projectRoot, bus, onFault }: Context): DashboardStore {
  const now = () => new Date().toISOString();
  if (!settings?.storeUrl) return inMemory(createMemoryStore(now()));
  const { storeUrl, env: environment, databaseUrl: watchedUrl } = settings;
  let reached: Awaited<ReturnType<typeof openPostgresStore>> | null = null;
  let sentence = (error: unknown) => String(error);
  const store = createRecordedStore({
    now,
    onFault,
    sentence: (error) => sentence(error),
    async open() {
      // Only a dashboard with a store loads Prisma's client.
      const postgres = await import('../store/postgres/open');
      sentence = (error) => postgres.storeSentence(error, storeUrl);
      reached = await postgres.openPostgresStore({ storeUrl, environment, watchedUrl, projectRoot });
      return reached;
    },
    onRecorded: ({ number, report }) => bus.publish({ type: 'run.stored', runId: report.runId, number }),
  });
  const client = () => (store.reached() === null ? null : (reached?.client ?? null));

  async function clear(): Promise<void> {
    const to = client();
    if (to === null) return;
    const { clearAway } = await import('../store/postgres/retention');
    const { storeMaxRuns: maxRuns, storeMaxDays: maxDays, storeThinDays: thinDays } = settings ?? {};
    if (maxRuns === undefined || maxDays === undefined || thinDays === undefined) return;
    // What made a decision void must be known before it goes.
    await (await import('../sign-off/later-runs')).followAll(to);
    const cleared = await clearAway(to, {
      now: new Date(),
      everyMs: CLEARING_EVERY_MS,
      maxRuns,
      maxDays,
      thinDays,
    });
    if (cleared !== null) log.info({ cleared }, 'old runs were cleared away');
  }
  const timer = setInterval(() => void clear().catch(onFault), CLEARING_CHECK_MS);
  timer.unref();

  return {
    store,
    recording: store.recording,
    client,
    opened: store.opened,
    async describe() {
      const to = client();
      const sizes = to === null ? null : await (await import('../store/postgres/sizes')).sizesOf(to);
      return { recording: store.recording(), note: store.note(), sizes };
    },
    close() {
      clearInterval(timer);
      return store.close();
    },
  };
}

function inMemory(store: Store): DashboardStore {
  const recording = (): Recording => ({
    state: 'none',
    since: null,
    reason: 'No STORE_URL is set, so runs are kept in memory only: a restart forgets them.',
    waiting: 0,
    lost: null,
  });
  return {
    store,
    recording,
    client: () => null,
    opened: async () => undefined,
    describe: async () => ({ recording: recording(), note: store.note(), sizes: null }),
    close: async () => undefined,
  };
}
