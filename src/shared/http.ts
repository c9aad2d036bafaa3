import { z } from 'zod';

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

export const StartRunResponse = z.object({ runId: z.string(), joined: z.boolean() });
export type StartRunResponse = z.infer<typeof StartRunResponse>;
