import type { Incident } from '../../shared/run-history';
import type { Verdict } from '../../shared/verdict';

/** A run as far as incidents go. */
export type IncidentRun = {
  number: number;
  startedAt: string;
  verdict: Verdict;
  /** The root causes of a red one; null where it is not kept whole. */
  causes: NonNullable<Incident['causes']> | null;
  /** Groups that failed: what tells one illness from another where the causes are not known any more. */
  failing: readonly string[];
};

type Open = { incident: Incident; latest: IncidentRun };

/**
 * Adjoining red runs with one cause. A run that could not look (`unknown`) neither begins nor ends one; a green or amber
 * one ends it, and so does a red one that has none of its causes, with which the next one begins.
 * @param runs in the order in which they were made
 */
export function incidentsOf(runs: readonly IncidentRun[]): Incident[] {
  const incidents: Incident[] = [];
  let open: Open | null = null;
  for (const run of runs) {
    if (run.verdict === 'unknown' || run.verdict === 'skipped') continue;
    const goesOn = open !== null && run.verdict === 'fail' && isAlike(open.latest, run);
    if (open !== null && !goesOn) {
      open.incident.ended = { at: run.startedAt, number: run.number };
      open = null;
    }
    if (run.verdict !== 'fail') continue;
    if (open === null) {
      const incident: Incident = {
        first: run.number,
        last: run.number,
        runs: 1,
        startedAt: run.startedAt,
        ended: null,
        causes: run.causes,
      };
      incidents.push(incident);
      open = { incident, latest: run };
    } else {
      const { incident }: Open = open;
      incident.last = run.number;
      incident.runs += 1;
      incident.causes = joined(incident.causes, run.causes);
      open = { incident, latest: run };
    }
  }
  return incidents;
}

/** They have a cause in common; two without any known cause, or of which it is not known, fail in the same place. */
function isAlike(a: IncidentRun, b: IncidentRun): boolean {
  if (a.causes === null || b.causes === null) return share(a.failing, b.failing);
  if (a.causes.length === 0 && b.causes.length === 0) return true;
  return share(
    a.causes.map(({ key }) => key),
    b.causes.map(({ key }) => key),
  );
}

function share(a: readonly string[], b: readonly string[]): boolean {
  return a.some((one) => b.includes(one));
}

function joined(a: Incident['causes'], b: Incident['causes']): Incident['causes'] {
  if (a === null || b === null) return a ?? b;
  return [...a, ...b.filter(({ key }) => !a.some((known) => known.key === key))];
}
