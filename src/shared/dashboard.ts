import { z } from 'zod';
import { RunRecord, RunSummary } from './details';
import { Job } from './job';
import { Recording } from './recording';
import { Rehearsal } from './rehearsal';
import { ScheduleState } from './schedule';

/** Everything that a page needs at first paint, and what `GET /api/health/state` answers. */
export const DashboardState = z.object({
  environment: z.string(),
  /** True when it watches the embedded Americano, so that demos may be offered. */
  embedded: z.boolean(),
  /** Why there is nothing to generate a client from; null where there is. */
  cannotRegenerate: z.string().nullable(),
  /** What is configured wrongly; the page shows it in place of a report. */
  configurationFaults: z.array(z.string()),
  latest: RunRecord.nullable(),
  /** The last 50, oldest first. */
  runs: z.array(RunSummary),
  lastGreen: z.object({ number: z.number().int(), startedAt: z.string() }).nullable(),
  /** When the present verdict began without a break; null where no run is kept. */
  verdictSince: z.string().nullable(),
  /** A run that is going on now. */
  running: z.object({ runId: z.string(), startedAt: z.string() }).nullable(),
  /** Null while nothing can be verified. */
  schedule: ScheduleState.nullable(),
  /** What runs, and the newest of each kind; newest first. The others: `GET /api/health/jobs`. */
  jobs: z.array(Job),
  /** The newest rehearsal of a repair; null where none was made, without a store since the start. */
  rehearsal: Rehearsal.nullable(),
  /** Demos that are in force now. */
  demos: z.array(z.string()),
  serverStartedAt: z.string(),
  /** When the settings file was changed since then, which is not taken up before the next start. */
  settingsChangedAt: z.string().nullable(),
  /** Where runs are kept, in words: `in memory since 14:02, 200 runs at most`. */
  storeNote: z.string(),
  recording: Recording,
});
export type DashboardState = z.infer<typeof DashboardState>;
