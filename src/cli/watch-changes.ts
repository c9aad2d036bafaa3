import type { Report } from '../shared/report';

/** What a run says that the one before did not, and what it no longer says, by the findings' keys. */
export function findingsChanged(before: Report | null, now: Report): { added: number; resolved: number } {
  const [earlier, later] = [keysOf(before), keysOf(now)];
  return {
    added: [...later].filter((key) => !earlier.has(key)).length,
    resolved: [...earlier].filter((key) => !later.has(key)).length,
  };
}

/**
 * One line for a run of a watch: `schema.prisma changed 12:03:04 → fail, 2 findings (1 new, 1 resolved)`.
 * @param what names of what changed; none where it was time to look again
 * @param before the run before; null for the first one
 */
export function watchLine(what: readonly string[], at: Date, before: Report | null, now: Report): string {
  const count = keysOf(now).size;
  const { added, resolved } = findingsChanged(before, now);
  const news = [
    ...(added === 0 ? [] : [`${added} new`]),
    ...(resolved === 0 ? [] : [`${resolved} resolved`]),
  ];
  const why = what.length === 0 ? 'looked again' : `${listed(what)} changed`;
  const findings = count === 0 ? 'no finding' : `${count} ${count === 1 ? 'finding' : 'findings'}`;
  return `${why} ${clock(at)} → ${now.verdict}, ${findings}${before === null || news.length === 0 ? '' : ` (${news.join(', ')})`}`;
}

/** Whether a run tells anything that the one before did not. */
export function saysNews(before: Report | null, now: Report): boolean {
  if (before === null || before.verdict !== now.verdict) return true;
  const { added, resolved } = findingsChanged(before, now);
  const verdicts = ({ checks }: Report) => checks.map(({ id, verdict, reason }) => [id, verdict, reason]);
  return added + resolved > 0 || JSON.stringify(verdicts(before)) !== JSON.stringify(verdicts(now));
}

function keysOf(report: Report | null): Set<string> {
  return new Set((report?.checks ?? []).flatMap(({ findings }) => findings.map(({ key }) => key)));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The time of the day where the person is. */
function clock(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
