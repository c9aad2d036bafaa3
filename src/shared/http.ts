import { z } from 'zod';
import { Verdict } from './verdict';

/** The body of every error that a route of the dashboard or of Americano answers. */
export const ErrorBody = z.object({
  error: z.object({
    /** A stable word: `bad-request`, `not-found`, `P2021` … */
    code: z.string(),
    message: z.string(),
    /** Which parameter, which model … */
    details: z.array(z.string()).optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** `wait`: the answer comes when the run is kept, with its number. */
export const StartRunRequest = z.strictObject({ wait: z.boolean().default(false) });

/** The run that answers a request: it begins after the request came in, never before. */
export const StartRunResponse = z.object({
  runId: z.string(),
  /** Others have asked for the same run. */
  joined: z.boolean(),
  /** The run that goes on and has to end first; null where this one began at once. */
  after: z.string().nullable(),
  /** What was found; null where the request did not wait for it. */
  run: z.object({ number: z.number().int().positive(), startedAt: z.string(), verdict: Verdict }).nullable(),
});
export type StartRunResponse = z.infer<typeof StartRunResponse>;
