import { cx } from 'class-variance-authority';
import type { Hazard } from '../model/hazards';
import { VerdictShape } from './verdict-mark';

/** One thing to know before a statement runs: shape, word and colour together; the title says it as a sentence. */
export function HazardMark({ hazard }: { hazard: Hazard }) {
  const loud = hazard.verdict === 'fail' || hazard.verdict === 'warn';
  return (
    <span
      data-verdict={hazard.verdict}
      title={hazard.title}
      className={cx(
        'inline-flex items-baseline gap-1 whitespace-nowrap',
        loud ? 'text-verdict' : 'text-muted',
      )}
    >
      <VerdictShape verdict={hazard.verdict} className="size-2.5 translate-y-px" />
      {hazard.word}
    </span>
  );
}
