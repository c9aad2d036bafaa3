import { cx } from 'class-variance-authority';
import type { Verdict } from '@/shared/verdict';
import { type Shape, VERDICTS } from './verdict';

const PATHS: Record<Shape, React.ReactNode> = {
  circle: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  triangle: <path d="M6 .8 11.6 11H.4Z" fill="currentColor" />,
  square: <rect x="1" y="1" width="10" height="10" fill="currentColor" />,
  diamond: <path d="M6 .2 11.8 6 6 11.8.2 6Z" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};

/** The shape alone, for places whose text already says the word. */
export function VerdictShape({ verdict, className }: { verdict: Verdict; className?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      data-verdict={verdict}
      className={cx('size-3 shrink-0 text-verdict', className)}
    >
      {PATHS[VERDICTS[verdict].shape]}
    </svg>
  );
}

/** A state: shape, word and colour together. `quiet` keeps the word for screen readers and its title only. */
export function VerdictMark({
  verdict,
  quiet = false,
  upper = false,
  className,
}: {
  verdict: Verdict;
  quiet?: boolean;
  upper?: boolean;
  className?: string;
}) {
  const { word } = VERDICTS[verdict];
  return (
    <span
      data-verdict={verdict}
      title={quiet ? word : undefined}
      className={cx('inline-flex items-center gap-1.5 whitespace-nowrap font-strong text-verdict', className)}
    >
      <VerdictShape verdict={verdict} />
      <span className={cx(quiet && 'sr-only')}>{upper ? word.toUpperCase() : word}</span>
    </span>
  );
}
