import { z } from 'zod';

/**
 * Of a check, a group or a run. `unknown` is never green: something that was asked for could not be measured.
 * `skipped` is only what somebody switched off, what is not configured, or what neither side has.
 */
export const Verdict = z.enum(['pass', 'warn', 'fail', 'unknown', 'skipped']);
export type Verdict = z.infer<typeof Verdict>;

export const Severity = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof Severity>;

/** What a user of the application would notice. */
export const Impact = z.enum(['read', 'write', 'integrity', 'performance', 'none']);
export type Impact = z.infer<typeof Impact>;

export const CheckGroup = z.enum([
  'environment',
  'schema',
  'migrations',
  'client',
  'endpoints',
  'indexes',
  'cache',
]);
export type CheckGroup = z.infer<typeof CheckGroup>;

/** The groups that `--only` and `--skip` name; `environment` always runs, since all else stands on it. */
export const SelectableGroup = CheckGroup.exclude(['environment']);
export type SelectableGroup = z.infer<typeof SelectableGroup>;

/**
 * What `--skip` names: a group, or one of the two checks of `client` that ask more than files. Not every application
 * has the route that tells of its processes, and not every database is to be read through a client.
 */
export const Skippable = z.enum([...SelectableGroup.options, 'delegates', 'processes']);
export type Skippable = z.infer<typeof Skippable>;

/** Worst first: a run is as bad as its worst check. */
export const VERDICT_ORDER = ['fail', 'unknown', 'warn', 'pass', 'skipped'] as const;

/**
 * The worst of several verdicts. Nothing at all, or only skipped checks, has not been measured: that is `unknown`
 * for an empty list, and `skipped` where every part was switched off.
 */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return VERDICT_ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}
