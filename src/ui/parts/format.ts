const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A number and its unit, apart, so that the unit can stand smaller and figures align. */
export type Quantity = { figure: string; unit: string };

/** A duration in milliseconds as `840 µs`, `38 ms`, `1.2 s`, `2 min 5 s`, `6 h 48 min`. */
export function durationOf(ms: number): Quantity {
  if (ms < 1) return { figure: String(Math.round(ms * 1_000)), unit: 'µs' };
  if (Math.round(ms) < SECOND) return { figure: ms < 10 ? trim(ms) : String(Math.round(ms)), unit: 'ms' };
  if (ms < MINUTE) return { figure: trim(ms / SECOND), unit: 's' };
  if (ms >= HOUR) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    return { figure: `${Math.floor(ms / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`, unit: '' };
  }
  const seconds = Math.round(ms / SECOND);
  const rest = seconds % 60;
  return { figure: `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`, unit: '' };
}

/** Bytes in decimal steps: `334 kB`, `4.8 MB`. */
export function bytesOf(bytes: number): Quantity {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1_000;
    step += 1;
  }
  return {
    figure: step === 0 || value >= 100 ? String(Math.round(value)) : trim(value),
    unit: units[step] ?? 'B',
  };
}

/** `12,480`: one spelling in every locale, so that server and browser agree. */
export function countOf(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** How long ago: `now`, `4 s`, `23 min`, `3 h`, `5 d`. A clock that is ahead counts as now. */
export function ageOf(ms: number): string {
  if (ms < SECOND) return 'now';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** `1 table`, `67 tables`; `many` where adding an s is not enough. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countOf(count)} ${count === 1 ? one : many}`;
}

/** The first few of a list in words, and how many more: `a, b and 7 more`. */
export function someOf(names: readonly string[], most = 3): string {
  if (names.length <= most) {
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  }
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** A part of 0 to 1 in percent, rounded down: 99.96 % is not 100 %. */
export function percentOf(part: number): string {
  return String(Math.floor(part * 1_000) / 10);
}

/** `sha256:1f9a…` as the eight digits that tell two apart at a glance. */
export function shortHash(hash: string): string {
  return hash.replace(/^sha256:/, '').slice(0, 8);
}

function trim(value: number): string {
  return value >= 99.95 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}
