import type { Report } from '../shared/report';
import type { Io } from './io';

/** What was asked for and could not be checked stands on standard error too, where a script's log keeps it. */
export function tellUnknown(report: Report, io: Io): void {
  const unknown = report.checks.filter((check) => check.verdict === 'unknown');
  const byReason = new Map<string, string[]>();
  for (const check of unknown) {
    const reason = check.reason ?? 'no reason was given';
    byReason.set(reason, [...(byReason.get(reason) ?? []), check.id]);
  }
  for (const [reason, ids] of byReason) io.err(`driftboard: not checked (${ids.join(', ')}): ${reason}\n`);
}
