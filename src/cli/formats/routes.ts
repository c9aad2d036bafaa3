import type { EndpointRow } from '../../shared/details';
import { budgetFor, latencyOf, latencyOfRun } from '../../shared/latency';
import type { Verdict } from '../../shared/verdict';
import { type Colors, paintColumn } from './marks';
import { wrap } from './wrap';

/** Beyond this a path pushes its own figures to the right, and not those of all. */
const MOST_PATH = 56;
const UNDER = '            ';

export type RouteLook = {
  colors: Colors;
  /** Characters of a line; null where it is no terminal. */
  width: number | null;
};

/**
 * A line a route: mark, method, path, status, time against its budget; below it why, where it is not as declared.
 * @param all those that stand in the same text, so that figures stand below one another
 */
export function routeLines(
  rows: readonly EndpointRow[],
  look: RouteLook,
  all: readonly EndpointRow[] = rows,
): string[] {
  const nameWidth = Math.min(MOST_PATH, Math.max(0, ...all.map((row) => nameOf(row).length)));
  let said: string | null = null;
  return rows.flatMap((row) => {
    const reason = row.verdict === 'pass' ? null : reasonOf(row);
    // What several routes of one cause answer alike is said once, above them.
    const lines = reason === null || reason === said ? [] : wrap(reason, UNDER, look.width);
    said = reason;
    return [...routeLine(row, nameWidth, look), ...lines.map((line) => look.colors.dim(line))];
  });
}

function routeLine(row: EndpointRow, nameWidth: number, { colors, width }: RouteLook): string[] {
  const name = nameOf(row);
  const figures = figuresOf(row);
  const whole = `${name.padEnd(nameWidth)}  ${figures}`.trimEnd();
  const head = `  ${paintColumn(row.verdict, colors)}`;
  if (width === null || UNDER.length + whole.length <= width) return [`${head}${whole}`];
  return [`${head}${name}`, ...(figures === '' ? [] : wrap(figures, UNDER, width))];
}

/** `GET    /api/goals (of a week)`. */
function nameOf({ method, id }: EndpointRow): string {
  return `${method.padEnd(6)} ${id.slice(method.length + 1)}`;
}

/** `200    12 ms of 500 ms`; nothing of a route that was not asked. */
function figuresOf(row: EndpointRow): string {
  const last = row.tries.at(-1);
  if (last === undefined) return '';
  const status = last.status === null ? (last.transportError?.code ?? '–') : String(last.status);
  const timeMs = latencyOf(row);
  const time =
    timeMs === null
      ? `no answer in ${durationText(last.durationMs)}`
      : `${durationText(timeMs).padStart(7)} of ${durationText(budgetFor(row, row.cold))}`;
  const cold = row.cold ? ', the first after a start' : '';
  const tries = row.tries.length > 1 ? `, ${row.tries.length} tries` : '';
  const changes = row.sideEffects === null ? '' : `, changes: ${row.sideEffects}`;
  return `${status}  ${time}${cold}${tries}${changes}`;
}

/** The reason without the route's name, which stands in the line above. */
function reasonOf({ reason, id }: EndpointRow): string | null {
  if (reason === null) return null;
  return reason.startsWith(`${id} `) ? reason.slice(id.length + 1) : reason;
}

const WORDS: [Verdict, string][] = [
  ['pass', 'pass'],
  ['warn', 'with a warning'],
  ['fail', 'fail'],
  ['unknown', 'unknown'],
  ['skipped', 'skipped'],
];

/** How many of each kind there are, and the times of this run. */
export function totalLines(rows: readonly EndpointRow[]): string[] {
  const counts = WORDS.flatMap(([verdict, word]) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return [`${plural(rows.length, 'route')}: ${counts.join(', ')}`, timesLine(rows)];
}

/** `p50 42 ms, p95 74 ms over 12 warm answers`. */
export function timesLine(rows: readonly EndpointRow[]): string {
  const { samples, cold, p50Ms, p95Ms } = latencyOfRun(rows);
  const apart = cold === 0 ? '' : `; ${plural(cold, 'first answer')} after a start apart`;
  if (p50Ms === null || p95Ms === null) return `times: no warm answer as declared${apart}`;
  return `times: p50 ${durationText(p50Ms)}, p95 ${durationText(p95Ms)} over ${plural(samples, 'warm answer')}${apart}`;
}

/** Those of which nothing is known, each with why. */
export function notAskedLines(rows: readonly EndpointRow[], look: RouteLook): string[] {
  return routeLines(
    rows.filter(({ verdict }) => verdict === 'unknown' || verdict === 'skipped'),
    look,
  );
}

/** `0.8 ms`, `12 ms`, `1.2 s`. */
export function durationText(ms: number): string {
  if (ms >= 1_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return ms < 10 ? `${Number(ms.toFixed(1))} ms` : `${Math.round(ms)} ms`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
