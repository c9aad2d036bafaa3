import type { Report } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';

/** Shape and word of each verdict: colour is never alone. */
export const MARKS: Record<Verdict, { shape: string; word: string }> = {
  pass: { shape: '●', word: 'pass' },
  warn: { shape: '▲', word: 'warn' },
  fail: { shape: '■', word: 'fail' },
  unknown: { shape: '◆', word: 'unknown' },
  skipped: { shape: '○', word: 'skipped' },
};

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** `12,480`, in every locale. */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.8 ms`, `12 ms`, `1.2 s`. */
export function durationText(ms: number): string {
  if (ms >= 1_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return ms < 10 ? `${Number(ms.toFixed(1))} ms` : `${Math.round(ms)} ms`;
}

/** `334 kB`, in decimal steps. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[step] ?? 'B'}`;
}

/** A moment to the second, in UTC: a report is read in another place than where it was made. */
export function momentText(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso) ? `${iso.slice(0, 19).replace('T', ' ')} UTC` : iso;
}

/** Rounded down, so that 99.96 % is not 100 %. */
export function percentText(have: number, of: number): string {
  return of === 0 ? 'none of none' : `${Math.floor((have / of) * 1_000) / 10} %`;
}

/** The first few names, and how many more. */
export function someOf(names: readonly string[], most = 5): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${countText(names.length - most)} more`;
}

export type Check = Report['checks'][number];

export function checkOf(report: Report, id: string): Check | undefined {
  return report.checks.find((check) => check.id === id);
}

/** Why a check says nothing; a sentence that can stand behind “not measured, because …”. */
export function whyNot(report: Report, id: string): string {
  const check = checkOf(report, id);
  if (check === undefined) return `this run had no check ${id}`;
  return withoutEnd(check.reason ?? `the check ${id} compared nothing`);
}

/** For the middle of a sentence: without the full stop. */
export function withoutEnd(sentence: string): string {
  return sentence.trim().replace(/\.$/, '');
}

/** What stands for a figure that nobody measured. */
export function notMeasured(reason: string): string {
  return `not measured, because: ${withoutEnd(reason)}.`;
}
