import type { RunSummary } from '../../shared/details';
import type { Verdict } from '../../shared/verdict';

const WORD: Record<Verdict, string> = {
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  unknown: 'unknown',
  skipped: 'skipped',
};

/**
 * What a run changed against the one before it, in words, as far as their short forms tell.
 * @returns empty where nothing changed
 */
export function changesSince(before: RunSummary, run: RunSummary): string[] {
  const groups = Object.keys({ ...before.groups, ...run.groups }).flatMap((group) => {
    const [old, now] = [before.groups[group], run.groups[group]];
    return old === now ? [] : [`${group}: ${wordOf(old)} → ${wordOf(now)}`];
  });
  const ids = Object.keys({ ...before.endpoints, ...run.endpoints });
  const became = new Map<string, number>();
  for (const id of ids) {
    const [old, now] = [before.endpoints[id]?.verdict, run.endpoints[id]?.verdict];
    if (old === now) continue;
    const words = `${wordOf(old)} → ${wordOf(now)}`;
    became.set(words, (became.get(words) ?? 0) + 1);
  }
  const routes = [...became].map(
    ([words, count]) => `${count} ${count === 1 ? 'route' : 'routes'}: ${words}`,
  );
  return [...groups, ...routes];
}

function wordOf(verdict: Verdict | undefined): string {
  return verdict === undefined ? 'not there' : WORD[verdict];
}
