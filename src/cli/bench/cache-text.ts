import { cpus, totalmem } from 'node:os';
import type { CacheBench, CacheWay, MeasuredWay } from '../../shared/cache-bench';
import { percentile } from '../../shared/latency';

const TITLES: Record<CacheWay, string> = {
  none: 'without a cache',
  'memory-miss': 'memory, cold',
  'memory-hit': 'memory, warm',
  'redis-miss': 'Redis, cold',
  'redis-hit': 'Redis, warm',
};
const CLAIM = 98;

/** The figures as Markdown, each beside the claim that they replace. */
export function cacheText(figures: CacheBench, versions: { postgres: string; redis: string }): string {
  const ways = figures.routes[0]?.ways.map(({ way }) => way) ?? [];
  const warm = ways.filter((way) => way.endsWith('hit'));
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return [
    `${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores, ${gigabytes} GB, Node ${process.versions.node}, PostgreSQL ${versions.postgres}; Redis: ${versions.redis}. ${figures.rounds} rounds, each way in each of them. Median / p95 in ms of a route’s whole work, its parameters to its text, without Next and HTTP.`,
    table(
      [
        'route',
        'kB',
        ...ways.map((way) => TITLES[way]),
        ...warm.map((way) => `${TITLES[way]}: times as fast`),
      ],
      figures.routes.map((route) => [
        `\`${route.path.replace('/api/', '')}\``,
        (route.bytes / 1000).toFixed(1),
        ...route.ways.map(({ ms }) => `${inMs(percentile(ms, 0.5))} / ${inMs(percentile(ms, 0.95))}`),
        ...warm.map((way) => `${factorOf(route.ways, way).toFixed(1)} ×`),
      ]),
    ),
    table(
      ['all nine routes once', ...ways.map((way) => TITLES[way])],
      [
        ['statements to the database', ...ways.map((way) => statements(figures, way).toFixed(0))],
        [
          'buffers that it looks at',
          ...ways.map((way) => (figures.buffers.find((one) => one.way === way)?.perRound ?? 0).toFixed(0)),
        ],
        ['ms, sum of the medians', ...ways.map((way) => inMs(sumOfMedians(figures, way)))],
        [
          `faster than without (once claimed: Redis, ${CLAIM} %)`,
          ...ways.map((way) => (way === 'none' ? '' : `${saved(figures, way).toFixed(1)} %`)),
        ],
      ],
    ),
  ].join('\n\n');
}

const medianOf = (ways: readonly MeasuredWay[], way: CacheWay) =>
  percentile(ways.find((one) => one.way === way)?.ms ?? [], 0.5) ?? Number.NaN;
const factorOf = (ways: readonly MeasuredWay[], way: CacheWay) =>
  medianOf(ways, 'none') / medianOf(ways, way);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const sumOfMedians = ({ routes }: CacheBench, way: CacheWay) =>
  sum(routes.map((route) => medianOf(route.ways, way)));
const statements = ({ routes }: CacheBench, way: CacheWay) =>
  sum(routes.map((route) => route.ways.find((one) => one.way === way)?.statements ?? 0));
const saved = (figures: CacheBench, way: CacheWay) =>
  100 * (1 - sumOfMedians(figures, way) / sumOfMedians(figures, 'none'));

function inMs(value: number | null): string {
  return value === null ? '–' : value.toFixed(value < 10 ? 2 : 1);
}

/** Markdown with its columns below one another; all but the first to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? cell).length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
