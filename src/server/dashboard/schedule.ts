import type { Settings } from '../../shared/config';
import type { RunRecord } from '../../shared/details';
import type { ScheduleRequest, ScheduleState } from '../../shared/schedule';
import { personOf } from '../people';
import type { Schedule } from '../schedule/schedule';
import type { Bus } from './bus';
import { HttpError } from './http';
import { intervalMs } from './interval';
import type { Alone } from './runs';
import type { DashboardStore } from './store';

export type DashboardSchedule = {
  everyMs: number;
  alone: Alone;
  /** For how many viewers this process has to verify by itself: none while the instances on the store do. */
  viewersToServe(): number;
  /** A run that another instance makes now. */
  elsewhere(): { runId: string; startedAt: string } | null;
  state(): Promise<ScheduleState>;
  /** Pauses or goes on, by whoever asks. @throws HttpError where nobody says who, nothing can be paused, or it stands so already */
  decide(request: ScheduleRequest, headers: Pick<Headers, 'get'>): Promise<void>;
};

type Context = {
  settings: Pick<Settings, 'storeUrl' | 'env' | 'personHeader'>;
  kept: Pick<DashboardStore, 'client' | 'store'>;
  bus: Bus;
  verify: () => Promise<RunRecord>;
  /** A job that changes what is looked at goes on. */
  isBusy: () => boolean;
  onFault: (error: unknown) => void;
};

/** By the instances that share the store; where there is none, or it is away, by this process while somebody looks. */
export async function dashboardSchedule(context: Context): Promise<DashboardSchedule> {
  const { settings, kept, bus, verify, isBusy, onFault } = context;
  const everyMs = intervalMs(process.env);
  const shared = await sharedSchedule();
  const whileWatched: ScheduleState = {
    everyMs,
    by: 'viewers',
    paused: null,
    nextAt: null,
    failures: 0,
    failure: null,
    asksName: settings.personHeader === null,
  };

  async function sharedSchedule(): Promise<Schedule | null> {
    const { storeUrl, env } = settings;
    if (storeUrl === null) return null;
    try {
      // Only a dashboard with a store loads what asks it.
      const { openSchedule } = await import('../schedule/schedule');
      const { client, store } = kept;
      return openSchedule({
        storeUrl,
        environment: env,
        everyMs,
        client,
        store,
        bus,
        verify,
        isBusy,
        onFault,
      });
    } catch {
      // Its URL cannot be read; the store says so on the page.
      return null;
    }
  }

  return {
    everyMs,
    alone: shared?.alone ?? ((work) => work()),
    viewersToServe: () => (shared?.isKept() === true ? 0 : bus.size()),
    elsewhere: () => shared?.elsewhere() ?? null,
    async state() {
      try {
        return { ...whileWatched, ...(await shared?.state()) };
      } catch {
        // The store was lost just now, and is told to be away.
        return whileWatched;
      }
    },
    async decide(request, headers) {
      const person = personOf(headers, request.name, settings.personHeader);
      const reason = request.action === 'pause' ? request.reason : null;
      if (shared === null || kept.client() === null) {
        throw new HttpError(
          'unavailable',
          'A pause is kept in the store, which is not reached: without it this process verifies only while somebody looks.',
        );
      }
      if (await shared.decide(person, reason)) return;
      throw new HttpError(
        'conflict',
        reason === null ? 'It is not paused: somebody has let it go on.' : 'It is paused already.',
      );
    },
  };
}
