import { z } from 'zod';
import { NotificationKind, type NotifiedCause } from '../../shared/notification';
import { Verdict } from '../../shared/verdict';

/** A run as far as notifications go. */
export type SeenRun = {
  number: number;
  runId: string;
  startedAt: string;
  verdict: Verdict;
  headline: string;
  /** Of a red run what makes it fail: root causes, and errors that stand alone. */
  causes: readonly NotifiedCause[];
  /** Keys of causes of which a person has accepted every error: no news, until the waiver ends. */
  accepted: readonly string[];
  /** Failing routes that no cause explains. */
  routes: readonly string[];
  /** Of a run that could not look: why. */
  reasons: readonly string[];
};

/** What is kept of an environment between two runs, so that nothing is told twice and nothing is missed. */
export const NotifyState = z.object({
  /** The number of the last run that was gone over. */
  decided: z.number().int().nonnegative(),
  verdict: Verdict,
  /** Since when without a break; null before the first run. */
  since: z.string().nullable(),
  /** From the first red run to the first that is green or amber; a run that could not look ends none. */
  illness: z.object({ since: z.string(), causes: z.array(z.string()) }).nullable(),
  /** When the verdict changed, the oldest first: those of the window. */
  changes: z.array(z.string()),
  flappingSince: z.string().nullable(),
  /** What waits for the end of the quiet hours. */
  held: z.array(
    z.object({ at: z.string(), kind: NotificationKind, title: z.string(), number: z.number().int() }),
  ),
});
export type NotifyState = z.infer<typeof NotifyState>;

/** What is known before the first run: nothing was told, so what is green from the beginning is none either. */
export function beginningAt(decided: number): NotifyState {
  return {
    decided,
    verdict: 'pass',
    since: null,
    illness: null,
    changes: [],
    flappingSince: null,
    held: [],
  };
}

/** Something to tell, before it is put into words. */
export type Told = {
  kind: Exclude<NotificationKind, 'test' | 'quiet-summary'>;
  run: SeenRun;
  /** Since when it is so, or was. */
  since: string;
  lastedMs: number | null;
  /** Those to be named now. */
  causes: readonly NotifiedCause[];
  /** Of one that flaps: how often its verdict changed. */
  changes: number;
};

/** What fell into the quiet hours, and what holds at their end. */
export type Summary = {
  kind: 'quiet-summary';
  number: number;
  at: string;
  held: NotifyState['held'];
  verdict: Verdict;
  since: string | null;
};
