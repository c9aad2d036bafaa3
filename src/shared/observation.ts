import { z } from 'zod';

/** How something was found out, so that a person can ask the same question again. Already free of secrets. */
export const Evidence = z.object({
  kind: z.enum(['sql', 'http', 'file', 'process', 'parser']),
  /** The SQL, the request line, the file read or the command started. */
  text: z.string(),
  /** What came back, in a few words: `67 rows`, `200, 1.2 kB`, `sha256:…`. */
  answer: z.string(),
  at: z.string(),
  durationMs: z.number().nonnegative(),
});
export type Evidence = z.infer<typeof Evidence>;

/** What a probe brought back. A failure carries a sentence that names the thing, the reason and the next step. */
export type Observation<T> =
  | { ok: true; value: T; evidence: Evidence[] }
  | {
      ok: false;
      reason: string;
      evidence: Evidence[] /** Set where the probe had nothing to read since a setting is not set: the check is `skipped`, not `unknown`. */;
      notConfigured?: string;
    };
