import type { Rehearsal } from '@/shared/rehearsal';
import type { Verdict } from '@/shared/verdict';

/**
 * How a rehearsal stands now: what was tried for another run than the newest says nothing of the newest, and a repair
 * that ran well and leaves findings is no green.
 * @param runId of the newest run, null where there is none
 */
export function verdictNow(
  rehearsal: Pick<Rehearsal, 'runId' | 'verdict' | 'remaining'>,
  runId: string | null,
): { verdict: Verdict; stale: boolean; word: string } {
  if (rehearsal.runId !== runId) return { verdict: 'unknown', stale: true, word: 'stale' };
  const left = rehearsal.remaining.length;
  if (rehearsal.verdict === 'pass' && left > 0)
    return { verdict: 'warn', stale: false, word: left === 1 ? '1 remains' : `${left} remain` };
  return { verdict: rehearsal.verdict, stale: false, word: rehearsal.verdict };
}
