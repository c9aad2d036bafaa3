import { durationOf } from './format';

const WIDTH = 120;
const HEIGHT = 20;

/** Points of a line, left to right, scaled so that the budget or the slowest stands at the top. Gaps stay gaps. */
export function sparklinePaths(
  values: readonly (number | null)[],
  budgetMs: number,
): { d: string; budgetY: number } {
  const top = Math.max(budgetMs * 1.15, ...values.map((value) => value ?? 0), 1);
  const y = (value: number) => HEIGHT - 1 - (value / top) * (HEIGHT - 2);
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  let pen = 'M';
  let d = '';
  for (const [index, value] of values.entries()) {
    if (value === null) {
      pen = 'M';
      continue;
    }
    // A lone point would not be painted: a line of no length with round ends is.
    const x = WIDTH - (values.length - 1 - index) * step;
    d += `${pen}${x.toFixed(1)} ${y(value).toFixed(1)}`;
    if (pen === 'M' && (values[index + 1] ?? null) === null) d += 'h0';
    pen = 'L';
  }
  return { d, budgetY: Number(y(budgetMs).toFixed(1)) };
}

/** Latency over the kept runs, with a dashed line where the budget is. */
export function Sparkline({
  values,
  budgetMs,
  label,
}: {
  values: readonly (number | null)[];
  budgetMs: number;
  label: string;
}) {
  const { d, budgetY } = sparklinePaths(values, budgetMs);
  const measured = values.filter((value) => value !== null);
  const { figure, unit } = durationOf(budgetMs);
  return (
    <span className="block min-w-0 max-w-[120px]">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-5 w-full"
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
        <path
          d={d}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.25"
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span className="sr-only">
        {label}: {measured.length} of {values.length} runs measured, budget {figure} {unit}
      </span>
    </span>
  );
}
