import type { Finding } from '../../shared/finding';
import { weightOf } from '../../shared/finding-weight';
import type { CheckReport } from '../../shared/report';
import type { Verdict } from '../../shared/verdict';

/** All findings of a run, whatever check they came from. */
export function allFindings(checks: readonly CheckReport[]): Finding[] {
  return checks.flatMap((check) => check.findings);
}

/**
 * The verdict of one row from the findings about it; a waived error warns.
 * @param measured whether a check really compared this row; without that it is `unknown`, never `pass`
 */
export function rowVerdict(findings: readonly Finding[], measured: boolean): Verdict {
  if (findings.some((finding) => weightOf(finding) === 'error')) return 'fail';
  if (!measured) return 'unknown';
  return findings.some((finding) => weightOf(finding) === 'warning') ? 'warn' : 'pass';
}

/** True where a check of this id compared something in this run. */
export function compared(checks: readonly CheckReport[], ...ids: string[]): boolean {
  return ids.every((id) => checks.some((check) => check.id === id && check.compared > 0));
}

/** Things by a word of theirs; those without one are left out. Looking them up costs the same however many there are. */
export function grouped<T>(things: readonly T[], wordOf: (thing: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const word = wordOf(thing);
    if (word === null) continue;
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [thing]);
    else group.push(thing);
  }
  return groups;
}
