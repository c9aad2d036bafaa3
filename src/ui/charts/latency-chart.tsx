'use client';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { EndpointHistory } from '../model/endpoints';
import { durationOf } from '../parts/format';

const durationText = (ms: number) => {
  if (ms === 0) return '0';
  const { figure, unit } = durationOf(ms);
  return `${figure} ${unit}`;
};

const AXIS = { stroke: 'var(--line-strong)', tick: { fill: 'var(--muted)', fontSize: 12 }, tickLine: false };

/** Two lines: a first request after a start is no point of the other one. */
function timesOf(point: EndpointHistory['points'][number] | undefined) {
  const latencyMs = point?.latencyMs ?? null;
  return point?.cold ? { latencyMs: null, coldMs: latencyMs } : { latencyMs, coldMs: null };
}

/**
 * The times of one route over the kept runs against its budget. A run without an answer is a gap, not a zero. The same
 * figures stand in the table below it, for a screen reader and for copying.
 */
export function LatencyChart({ history, budgetMs }: { history: EndpointHistory; budgetMs: number }) {
  const points = history.bars.map((bar, index) => ({
    run: `#${bar.number}`,
    ...timesOf(history.points[index]),
  }));
  const measured = points.flatMap(({ latencyMs, coldMs }) => latencyMs ?? coldMs ?? []);
  const top = Math.max(budgetMs, ...measured) * 1.1;
  return (
    <div className="h-44 w-full max-w-2xl" aria-hidden="true">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={points}
          margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="run" {...AXIS} minTickGap={32} />
          <YAxis
            {...AXIS}
            width={64}
            domain={[0, Math.ceil(top)]}
            tickFormatter={durationText}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            formatter={(value, name) => [
              typeof value === 'number' ? durationText(value) : 'no answer',
              name === 'coldMs' ? 'first after a start' : 'time',
            ]}
            contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 6 }}
          />
          <ReferenceLine y={budgetMs} stroke="var(--warn)" strokeDasharray="4 3" />
          <Line
            dataKey="coldMs"
            stroke="none"
            dot={{ r: 3, stroke: 'var(--muted)', fill: 'var(--surface)' }}
            isAnimationActive={false}
          />
          <Line
            dataKey="latencyMs"
            stroke="var(--accent)"
            strokeWidth={1.5}
            dot={{ r: 2 }}
            connectNulls={false}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
