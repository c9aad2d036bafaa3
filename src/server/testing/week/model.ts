import type { Verdict } from '../../../shared/verdict';
import type { ScriptedCheck, ScriptedRun } from './script';

/** Keys, sorted, of each place in which a comparison may put a finding; and what else became other. */
export type ModelComparison = {
  appeared: string[];
  resolved: string[];
  changed: string[];
  stillThere: string[];
  notMeasured: string[];
  checks: string[];
  routes: string[];
};

export type ModelRoute = { verdict: Verdict; since: string; lastGreen: number | null };

export type ModelIncident = {
  first: number;
  last: number;
  runs: number;
  startedAt: string;
  ended: { number: number; at: string } | null;
  causes: string[];
};

/**
 * What is known of one environment after a run of it, by its number. A function for each answer; what people
 * decide has its own in `decisions-model.ts`.
 */
export interface WeekModel {
  /** When a finding that this run sees was first seen without a break. */
  since(number: number, key: string): string;
  verdictSince(number: number): string;
  lastGreen(number: number): { number: number; startedAt: string } | null;
  /** How a route stood when it was asked last; null where it never was. The last green run of one that passes now is its own. */
  route(number: number, id: string): ModelRoute | null;
  incidents(number: number): ModelIncident[];
  comparison(from: number, to: number): ModelComparison;
}

/**
 * Answers by looking through the whole script each time, the slow and plain way. It shares no code with the store and
 * the history, and nothing that it says comes from a report.
 * @param runs of one environment, in their order
 */
export function weekModel(runs: readonly ScriptedRun[]): WeekModel {
  const at = (number: number): ScriptedRun => {
    const run = runs[number - 1];
    if (run === undefined) throw new Error(`The script has no run ${number}.`);
    return run;
  };
  const backFrom = (number: number) => runs.slice(0, number).reverse();

  return {
    since(number, key) {
      let first = at(number);
      const check = checkOf(first, key);
      for (const run of backFrom(number)) {
        if (sees(run, key)) first = run;
        else if (looked(run, check)) break;
      }
      return first.startedAt;
    },
    verdictSince(number) {
      const { verdict } = at(number);
      const other = backFrom(number).find((run) => run.verdict !== verdict);
      return at((other?.number ?? 0) + 1).startedAt;
    },
    lastGreen(number) {
      const green = backFrom(number).find(({ verdict }) => verdict === 'pass');
      return green === undefined ? null : { number: green.number, startedAt: green.startedAt };
    },
    route(number, id) {
      const asked = backFrom(number).flatMap((run) => {
        const route = run.routes.find((one) => one.id === id && one.verdict !== 'unknown');
        return route === undefined ? [] : [{ run, verdict: route.verdict }];
      });
      const [newest] = asked;
      if (newest === undefined) return null;
      const other = asked.findIndex(({ verdict }) => verdict !== newest.verdict);
      const first = asked.slice(0, other < 0 ? undefined : other).at(-1) ?? newest;
      const green = asked.find(({ verdict }) => verdict === 'pass');
      return {
        verdict: newest.verdict,
        since: first.run.startedAt,
        lastGreen: green?.run.number ?? null,
      };
    },
    incidents(number) {
      const decided = runs.slice(0, number).filter(({ verdict }) => verdict !== 'unknown');
      const begins = decided.filter(
        (run, place) => run.verdict === 'fail' && !goesOn(decided[place - 1], run),
      );
      return begins.map((begin) => {
        const rest = decided.slice(decided.indexOf(begin));
        const length = rest.findIndex((_, place) => place > 0 && !goesOn(rest[place - 1], rest[place]));
        const red = length < 0 ? rest : rest.slice(0, length);
        const end = length < 0 ? undefined : rest[length];
        return {
          first: begin.number,
          last: red.at(-1)?.number ?? begin.number,
          runs: red.length,
          startedAt: begin.startedAt,
          ended: end === undefined ? null : { number: end.number, at: end.startedAt },
          causes: sorted(red.flatMap(({ causes }) => causes.map(({ key }) => key))),
        };
      });
    },
    comparison: (from, to) => compare(at(from), at(to)),
  };
}

/** Two red runs that follow one another have a cause in common. */
function goesOn(before: ScriptedRun | undefined, run: ScriptedRun | undefined): boolean {
  if (before?.verdict !== 'fail' || run?.verdict !== 'fail') return false;
  return run.causes.some(({ key }) => before.causes.some((other) => other.key === key));
}

function compare(from: ScriptedRun, to: ScriptedRun): ModelComparison {
  const keys = sorted([...keysOf(from), ...keysOf(to)]);
  const placeOf = (key: string) => {
    const [before, after] = [textOf(from, key), textOf(to, key)];
    if (before !== null && after !== null) return before === after ? 'stillThere' : 'changed';
    const [has, lacks] = before === null ? [to, from] : [from, to];
    if (!couldSee(lacks, has, key)) return 'notMeasured';
    return before === null ? 'appeared' : 'resolved';
  };
  const of = (place: string) => keys.filter((key) => placeOf(key) === place);
  const other = <T extends { id: string }>(a: readonly T[], b: readonly T[], say: (one: T) => string) =>
    a.flatMap((one, place) => {
      const now = b[place];
      return now !== undefined && say(one) !== say(now) ? [one.id] : [];
    });
  return {
    appeared: of('appeared'),
    resolved: of('resolved'),
    changed: of('changed'),
    stillThere: of('stillThere'),
    notMeasured: of('notMeasured'),
    checks: other(from.checks, to.checks, ({ verdict }: ScriptedCheck) => verdict).sort(),
    routes: other(
      from.routes,
      to.routes,
      ({ verdict, status }: { id: string; verdict: Verdict; status: number | null }) =>
        `${verdict} ${status}`,
    ).sort(),
  };
}

/** Whether a run without this finding would have had it: its check looked at all that the other run's looked at, and asked the route. */
function couldSee(run: ScriptedRun, other: ScriptedRun, key: string): boolean {
  const id = checkOf(other, key);
  if (!looked(run, id)) return false;
  const [ours, theirs] = [run, other].map(({ checks }) => checks.find((check) => check.id === id)?.reason);
  if (ours != null && ours !== theirs) return false;
  const route = key.startsWith('endpoint:') ? key.slice('endpoint:'.length) : null;
  return route === null || run.routes.find(({ id: one }) => one === route)?.verdict !== 'unknown';
}

function looked({ checks }: ScriptedRun, id: string): boolean {
  return checks.some(
    (check) => check.id === id && check.verdict !== 'unknown' && check.verdict !== 'skipped',
  );
}

function sees(run: ScriptedRun, key: string): boolean {
  return textOf(run, key) !== null;
}

function textOf({ checks }: ScriptedRun, key: string): string | null {
  return checks.flatMap(({ findings }) => findings).find((finding) => finding.key === key)?.text ?? null;
}

function checkOf({ checks }: ScriptedRun, key: string): string {
  const check = checks.find(({ findings }) => findings.some((finding) => finding.key === key));
  if (check === undefined) throw new Error(`The run does not see ${key}.`);
  return check.id;
}

function keysOf({ checks }: ScriptedRun): string[] {
  return checks.flatMap(({ findings }) => findings.map(({ key }) => key));
}

function sorted(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort();
}
