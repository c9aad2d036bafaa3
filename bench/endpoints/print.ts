import type { Crowd, EndpointFigures, Thousand } from './contract';

/** What asking may take beyond the slowest route; and what a thousand routes may take of memory. */
const OVER_SLOWEST_MS = 10;
const PEAK_MB = 512;

/** Two tables: fourteen routes at once, and a thousand. ✓ and ✗ stand beside a target. */
export function printEndpoints({ crowds, thousands }: EndpointFigures): string {
  const fourteen: [string, (crowd: Crowd) => string][] = [
    ['the slowest route', ({ slowestMs }) => number(slowestMs)],
    ['**ours**: the whole probe, warm', ({ oursMs }) => number(oursMs)],
    [
      `… beyond the slowest (at most ${OVER_SLOWEST_MS} ms)`,
      ({ oursMs, slowestMs }) => judged(oursMs - slowestMs, oursMs - slowestMs <= OVER_SLOWEST_MS),
    ],
    [
      '… the least disturbed round beyond the slowest',
      ({ oursBestMs, slowestMs }) =>
        judged(oursBestMs - slowestMs, oursBestMs - slowestMs <= OVER_SLOWEST_MS),
    ],
    [
      '… connections made anew, beyond the slowest',
      ({ oursAnewMs, slowestMs }) =>
        judged(oursAnewMs - slowestMs, oursAnewMs - slowestMs <= OVER_SLOWEST_MS),
    ],
    ['… the first time in a process', ({ oursFirstMs }) => number(oursFirstMs)],
    ["… Node's processor time", ({ oursCpuMs }) => number(oursCpuMs)],
    ['`fetch` in a loop', ({ fetchLoopMs }) => number(fetchLoopMs)],
    ['`fetch`, all at once', ({ fetchAtOnceMs }) => number(fetchAtOnceMs)],
    ['`node:http`, connections kept, all at once', ({ httpAtOnceMs }) => number(httpAtOnceMs)],
    ['… the least disturbed round', ({ httpBestMs }) => number(httpBestMs)],
    ['rounds', ({ rounds }) => String(rounds)],
  ];
  const many: [string, (thousand: Thousand) => string][] = [
    [
      'most under way, as the server saw it',
      ({ mostAtOnce, concurrency }) =>
        `${mostAtOnce} of ${concurrency} ${mostAtOnce <= concurrency ? '✓' : '✗'}`,
    ],
    ['asked', ({ asked }) => String(asked)],
    ['not asked any more, since the answers had reached 64 MB', ({ notAsked }) => String(notAsked)],
    ['ms', ({ wallMs }) => wallMs.toFixed(0)],
    ['memory of the process before, MB', ({ loadedMb }) => loadedMb.toFixed(0)],
    [
      `its peak, MB (at most ${PEAK_MB})`,
      ({ peakMb }) => `${peakMb.toFixed(0)} ${peakMb <= PEAK_MB ? '✓' : '✗'}`,
    ],
  ];
  return [
    table('fourteen routes at once, ms', crowds, ({ what }) => what, fourteen),
    table('1,000 declared routes', thousands, ({ bodyKilobytes }) => `answers of ${bodyKilobytes} kB`, many),
  ].join('\n\n');
}

function table<T>(
  title: string,
  columns: readonly T[],
  head: (column: T) => string,
  rows: readonly [string, (column: T) => string][],
): string {
  const cells = [[title, ...columns.map(head)], ...rows.map(([what, cell]) => [what, ...columns.map(cell)])];
  const widths = [title, ...columns].map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  const lines = cells.map(
    (row) =>
      `| ${row.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

const number = (value: number) => value.toFixed(1);
const judged = (value: number, ok: boolean) => `${number(value)} ${ok ? '✓' : '✗'}`;
