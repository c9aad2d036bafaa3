import type { Finding } from './finding';
import type { Severity } from './verdict';

/**
 * How much a finding weighs in a verdict: a waived error is as a warning, and never less. Its severity stays what its
 * check says.
 */
export function weightOf({ severity, waiver }: Pick<Finding, 'severity' | 'waiver'>): Severity {
  return severity === 'error' && waiver !== undefined ? 'warning' : severity;
}

/** Whether a finding makes the command line fail: nothing that a person has accepted does. */
export function isBad(
  { severity, waiver }: Pick<Finding, 'severity' | 'waiver'>,
  failOn: 'error' | 'warning',
): boolean {
  return waiver === undefined && (severity === 'error' || (failOn === 'warning' && severity === 'warning'));
}
