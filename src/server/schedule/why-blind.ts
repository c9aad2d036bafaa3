import type { RunRecord } from '../../shared/details';

/**
 * Why a run could not look at its target at all: the database was not reached. Then it is asked less often.
 * @returns the sentence; null where it was looked at, whatever was found
 */
export function whyBlind({ report }: Pick<RunRecord, 'report'>): string | null {
  const server = report.checks.find(({ group }) => group === 'environment');
  if (server === undefined || server.verdict !== 'unknown') return null;
  return server.reason ?? 'The database was not reached.';
}
