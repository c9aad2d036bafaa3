import type { Incident } from '../../shared/run-history';
import type { Verdict } from '../../shared/verdict';

/** A run as far as incidents go. */
export type IncidentRun = {
  number: number;
  startedAt: string;
  verdict: Verdict;
  /** The root causes of a red one; null where they are not known. */
  causes: NonNullable<Incident['causes']> | null;
  /** Groups that failed: what tells one illness from another where the causes are not known any more. */
  failing: readonly string[];
};

/** An incident, and what its last red run was like, against which the next red one is held. */
export type IncidentState = Incident & { latest: Pick<IncidentRun, 'causes' | 'failing'> };

/**
 * What a run makes of the incident that is open. A run that could not look (`unknown`) neither begins nor ends one; a
 * green or amber one ends it, and so does a red one that has none of its causes, with which the next one begins.
 * @returns the one that ended with this run, and the one that is open after it
 */
export function nextIncident(
  open: IncidentState | null,
  run: IncidentRun,
): { ended: IncidentState | null; current: IncidentState | null } {
  const { number, startedAt, verdict, causes, failing } = run;
  if (verdict === 'unknown' || verdict === 'skipped') return { ended: null, current: open };
  const latest = { causes, failing };
  if (open !== null && verdict === 'fail' && isAlike(open.latest, run)) {
    const all = joined(open.causes, causes);
    return { ended: null, current: { ...open, last: number, runs: open.runs + 1, causes: all, latest } };
  }
  const ended = open === null ? null : { ...open, ended: { at: startedAt, number } };
  if (verdict !== 'fail') return { ended, current: null };
  return {
    ended,
    current: { first: number, last: number, runs: 1, startedAt, ended: null, causes, latest },
  };
}

/** @param runs in the order in which they were made */
export function incidentsOf(
  runs: readonly IncidentRun[],
  before: IncidentState | null = null,
): IncidentState[] {
  const incidents: IncidentState[] = [];
  let open = before;
  for (const run of runs) {
    const { ended, current } = nextIncident(open, run);
    if (ended !== null) incidents.push(ended);
    open = current;
  }
  return open === null ? incidents : [...incidents, open];
}

/** Whether an incident lasted at any of the runs from one number to another; the run that ended it counts. */
export function lastsWithin({ first, ended }: Incident, from: number, to: number): boolean {
  return first <= to && (ended === null || ended.number >= from);
}

export function failingGroups(groups: Readonly<Record<string, Verdict>>): string[] {
  return Object.keys(groups).filter((group) => groups[group] === 'fail');
}

/** They have a cause in common; two without any known cause, or of which it is not known, fail in the same place. */
function isAlike(a: IncidentState['latest'], b: IncidentState['latest']): boolean {
  if (a.causes === null || b.causes === null) return share(a.failing, b.failing);
  if (a.causes.length === 0 && b.causes.length === 0) return true;
  const keys = new Set(a.causes.map(({ key }) => key));
  return b.causes.some(({ key }) => keys.has(key));
}

function share(a: readonly string[], b: readonly string[]): boolean {
  return a.some((one) => b.includes(one));
}

function joined(a: Incident['causes'], b: Incident['causes']): Incident['causes'] {
  if (a === null || b === null) return a ?? b;
  const known = new Set(a.map(({ key }) => key));
  return [...a, ...b.filter(({ key }) => !known.has(key))];
}
