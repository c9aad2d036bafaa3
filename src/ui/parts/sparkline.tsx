import { durationOf } from './format';

const WIDTH = 120;
const HEIGHT = 20;

/** A time as a share of its budget; `cold` is that of a first request after a start, whose budget is its own. */
export type SparklinePoint = { share: number | null; cold: boolean };

/**
 * Points of a line, left to right, scaled so that the budget or the slowest stands at the top. Gaps stay gaps, and cold
 * ones are dots beside the line: both are drawn against their own budget, which is the one dashed line.
 */
export function sparklinePaths(points: readonly SparklinePoint[]): {
  warm: string;
  cold: string;
  budgetY: number;
} {
  const top = Math.max(1.15, ...points.map(({ share }) => share ?? 0));
  const y = (share: number) => HEIGHT - 1 - (share / top) * (HEIGHT - 2);
  const step = points.length > 1 ? WIDTH / (points.length - 1) : 0;
  const isWarm = (point: SparklinePoint | undefined) =>
    point !== undefined && point.share !== null && !point.cold;
  let pen = 'M';
  let warm = '';
  let cold = '';
  for (const [index, point] of points.entries()) {
    if (point.share === null || point.cold) {
      pen = 'M';
      if (point.share !== null) {
        const x = WIDTH - (points.length - 1 - index) * step;
        cold += `M${x.toFixed(1)} ${y(point.share).toFixed(1)}h0`;
      }
      continue;
    }
    // A lone point would not be painted: a line of no length with round ends is.
    const x = WIDTH - (points.length - 1 - index) * step;
    warm += `${pen}${x.toFixed(1)} ${y(point.share).toFixed(1)}`;
    if (pen === 'M' && !isWarm(points[index + 1])) warm += 'h0';
    pen = 'L';
  }
  return { warm, cold, budgetY: Number(y(1).toFixed(1)) };
}

/** Latency over the kept runs against its budget, a dashed line. First requests after a start are dots of their own. */
export function Sparkline({
  points,
  budgetMs,
  label,
}: {
  points: readonly SparklinePoint[];
  budgetMs: number;
  label: string;
}) {
  const { warm, cold, budgetY } = sparklinePaths(points);
  const measured = points.filter(({ share }) => share !== null);
  const over = measured.filter(({ share }) => (share ?? 0) > 1).length;
  const { figure, unit } = durationOf(budgetMs);
  return (
    <span className="block min-w-0 max-w-[120px]">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-5 w-full"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <line
          x1="0"
          x2={WIDTH}
          y1={budgetY}
          y2={budgetY}
          stroke="var(--line-strong)"
          strokeDasharray="2 2"
          vectorEffect="non-scaling-stroke"
        />
        <path d={warm} stroke="var(--ink)" strokeWidth="1.25" vectorEffect="non-scaling-stroke" />
        <path d={cold} stroke="var(--muted)" strokeWidth="4" vectorEffect="non-scaling-stroke" />
      </svg>
      <span className="sr-only">
        {label}: {measured.length} of {points.length} runs measured, {over} over the budget of {figure} {unit}
      </span>
    </span>
  );
}
