import type { Verdict } from '@/shared/verdict';
import type { TimeAxis } from '../../model/time-axis';
import { plural } from '../../parts/format';
import { Clock } from '../../parts/time';
import { VERDICTS } from '../../parts/verdict';

const HEIGHT: Record<Verdict, number> = { pass: 8, skipped: 5, warn: 14, unknown: 20, fail: 26 };
const BASE = 30;
const WIDTH = 1000;

/** Runs over the line, what happened beside them under it. The list below it says the same in words. */
export function TimeAxisFigure({ axis }: { axis: TimeAxis }) {
  const { runs, happenings, from, to } = axis;
  return (
    <figure className="m-0">
      <svg
        viewBox={`0 0 ${WIDTH} 46`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-12 w-full"
      >
        <line x1="0" y1={BASE} x2={WIDTH} y2={BASE} stroke="var(--line-strong)" />
        {runs.map(({ number, verdict, x, startedAt }) => {
          const hollow = verdict === 'unknown' || verdict === 'skipped';
          return (
            <g key={number} data-verdict={verdict}>
              <title>{`#${number} ${VERDICTS[verdict].word}, ${startedAt.slice(0, 16).replace('T', ' ')} UTC`}</title>
              <rect
                x={x * (WIDTH - 6) + 1}
                y={BASE - HEIGHT[verdict]}
                width="4"
                height={HEIGHT[verdict]}
                fill={hollow ? 'none' : 'var(--verdict)'}
                stroke={hollow ? 'var(--verdict)' : undefined}
                strokeDasharray={hollow ? '2 2' : undefined}
              />
            </g>
          );
        })}
        {happenings.map(({ happening, x }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two things may happen at one moment in the same words
          <g key={index}>
            <title>{happening.text}</title>
            <rect x={x * (WIDTH - 6) + 1} y={BASE + 3} width="3" height="12" fill="var(--accent)" />
          </g>
        ))}
      </svg>
      <figcaption className="flex justify-between text-muted">
        <Clock at={from} />
        <span className="sr-only">
          {plural(runs.length, 'run')} and {plural(happenings.length, 'happening')} on one axis of time
        </span>
        <Clock at={to} />
      </figcaption>
    </figure>
  );
}
