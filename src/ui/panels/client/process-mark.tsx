import type { Verdict } from '@/shared/verdict';
import type { ProcessRow } from '../../model/client-processes';
import { VerdictShape } from '../../parts/verdict-mark';

/** How a process looks whose client is that of the disk, another one, or was held against nothing. */
export const PROCESS_LOOK: Record<ProcessRow['state'], { verdict: Verdict; word: string }> = {
  fresh: { verdict: 'pass', word: 'as on disk' },
  stale: { verdict: 'fail', word: 'stale' },
  unknown: { verdict: 'unknown', word: 'not compared' },
};

export function ProcessMark({ state }: { state: ProcessRow['state'] }) {
  const { verdict, word } = PROCESS_LOOK[state];
  return (
    <span
      data-verdict={verdict}
      className="inline-flex items-center gap-1.5 whitespace-nowrap font-strong text-verdict"
    >
      <VerdictShape verdict={verdict} /> {word}
    </span>
  );
}
