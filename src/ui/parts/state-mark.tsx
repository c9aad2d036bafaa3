import type { Verdict } from '@/shared/verdict';
import { VerdictShape } from './verdict-mark';

/** A state that has a word of its own, in the shape and colour of the verdict that it comes to. */
export function StateMark({ verdict, word }: { verdict: Verdict; word: string }) {
  return (
    <span
      data-verdict={verdict}
      className="inline-flex items-center gap-1.5 whitespace-nowrap font-strong text-verdict"
    >
      <VerdictShape verdict={verdict} />
      {word}
    </span>
  );
}
