import { percentOf, plural } from './format';

const WIDTH = 250;
const HEIGHT = 16;
const RUNS = 50;
/** At least this much is seen of the scale, so that one of two hundred is seen and does not look like a fall to nothing. */
const LEAST_SPAN = 0.1;

/**
 * The points of a line over the last runs, the newest at the right; a run that was not measured leaves a gap.
 * @param points 0 to 1, oldest first
 */
export function shareLine(points: readonly (number | null)[]): string {
  const shown = points.slice(-RUNS);
  const measured = shown.flatMap((point) => point ?? []);
  const bottom = Math.min(1 - LEAST_SPAN, ...measured);
  const step = shown.length > 1 ? WIDTH / (shown.length - 1) : 0;
  let pen = 'M';
  let line = '';
  for (const [index, point] of shown.entries()) {
    if (point === null) {
      pen = 'M';
      continue;
    }
    const x = WIDTH - (shown.length - 1 - index) * step;
    const y = HEIGHT - 1 - ((point - bottom) / (1 - bottom)) * (HEIGHT - 2);
    line += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    // A lone point would not be painted: a line of no length with round ends is.
    if (pen === 'M' && (shown[index + 1] ?? null) === null) line += 'h0';
    pen = 'L';
  }
  return line;
}

/** A covered part over the last 50 runs. Behind it stands a sentence for those who do not see the line. */
export function ShareLine({ points, label }: { points: readonly (number | null)[]; label: string }) {
  const shown = points.slice(-RUNS);
  const measured = shown.flatMap((point) => point ?? []);
  const lowest = measured.length === 0 ? null : Math.min(...measured);
  return (
    <figure className="m-0 flex min-w-0 items-center gap-2 pt-1">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-4 min-w-0 flex-1"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <line x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} stroke="var(--line)" />
        <path
          d={shareLine(points)}
          stroke="var(--ink)"
          strokeWidth="1.25"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="whitespace-nowrap text-muted">
        <span className="sr-only">
          {label}, {measured.length} measured
          {lowest === null ? '' : `, the lowest ${percentOf(lowest)} %`} of the last{' '}
        </span>
        {plural(shown.length, 'run')}
      </figcaption>
    </figure>
  );
}
