import type { NotifyRules } from '../../shared/notify-settings';
import { isQuiet } from './quiet';
import type { NotifyState, SeenRun, Summary, Told } from './state';
import { titleOf } from './words';

export type Decided = { state: NotifyState; tell: (Told | Summary)[] };

/**
 * Whether a new run is to be told, given what was told before. Runs come in their order, each once. It knows no clock: the
 * moment is the one at which the run began.
 * @param environment for the titles of what has to wait
 */
export function decide(before: NotifyState, run: SeenRun, rules: NotifyRules, environment: string): Decided {
  const released = release(before, run.startedAt, rules);
  // Nothing was looked at because nothing was to be looked at.
  if (run.verdict === 'skipped') {
    return { ...released, state: { ...released.state, decided: run.number } };
  }
  const state = advance(released.state, run, rules);
  const told = toldOf(released.state, state, run);
  if (told === null) return { ...released, state };
  if (!isQuiet(run.startedAt, rules.quietHours) || breaksThrough(told, rules)) {
    return { state, tell: [...released.tell, told] };
  }
  const waiting = {
    at: run.startedAt,
    kind: told.kind,
    title: titleOf(told, environment),
    number: run.number,
  };
  return { state: { ...state, held: [...state.held, waiting] }, tell: released.tell };
}

/** What fell into the quiet hours, once they are over. */
export function release(state: NotifyState, at: string, { quietHours }: NotifyRules): Decided {
  const last = state.held.at(-1);
  if (last === undefined || isQuiet(at, quietHours)) return { state, tell: [] };
  const { held, verdict, since } = state;
  const summary: Summary = { kind: 'quiet-summary', number: last.number, at, held, verdict, since };
  return { state: { ...state, held: [] }, tell: [summary] };
}

/** The state after a run, whatever is told of it. */
function advance(before: NotifyState, run: SeenRun, rules: NotifyRules): NotifyState {
  const { startedAt: at, verdict } = run;
  const changed = verdict !== before.verdict;
  const windowMs = rules.flappingWindowMinutes * 60_000;
  const changes = changed
    ? [...before.changes.filter((one) => msBetween(one, at) <= windowMs), at]
    : before.changes;
  const flaps = before.flappingSince !== null || changes.length >= rules.flappingChanges;
  const steady =
    before.flappingSince !== null &&
    !changed &&
    msBetween(changes.at(-1) ?? at, at) >= rules.flappingSteadyMinutes * 60_000;
  return {
    ...before,
    decided: run.number,
    verdict,
    since: changed ? at : (before.since ?? at),
    illness: illnessAfter(before.illness, run),
    changes: steady ? [] : changes,
    flappingSince: steady || !flaps ? null : (before.flappingSince ?? at),
  };
}

function illnessAfter(before: NotifyState['illness'], run: SeenRun): NotifyState['illness'] {
  if (run.verdict === 'unknown') return before;
  if (run.verdict !== 'fail') return null;
  const known = (before?.causes ?? []).filter((key) => !run.accepted.includes(key));
  const causes = [...new Set([...known, ...run.causes.map(({ key }) => key)])];
  return { since: before?.since ?? run.startedAt, causes };
}

function toldOf(before: NotifyState, after: NotifyState, run: SeenRun): Told | null {
  const { startedAt: at, verdict } = run;
  const since = after.illness?.since ?? after.since ?? at;
  const plain = { run, since, lastedMs: null, causes: run.causes, changes: after.changes.length };
  if (before.flappingSince !== null) {
    return after.flappingSince === null ? { ...plain, kind: 'settled' } : null;
  }
  if (after.flappingSince !== null) return { ...plain, kind: 'flapping' };
  if (verdict === before.verdict) {
    const known = before.illness?.causes ?? [];
    const causes = run.causes.filter(({ key }) => !known.includes(key));
    return verdict === 'fail' && causes.length > 0 ? { ...plain, kind: 'another-cause', causes } : null;
  }
  if (verdict === 'fail') return { ...plain, kind: 'ill' };
  if (verdict === 'unknown') return { ...plain, kind: 'blind', since: at };
  const wasIllSince = before.illness?.since ?? (before.verdict === 'warn' ? before.since : null);
  if (wasIllSince !== null && (verdict === 'pass' || before.illness !== null)) {
    return { ...plain, kind: 'recovered', since: wasIllSince, lastedMs: msBetween(wasIllSince, at) };
  }
  return { ...plain, kind: verdict === 'pass' ? 'seen-again' : 'warned' };
}

function breaksThrough({ kind, run }: Told, { quietHours }: NotifyRules): boolean {
  if (quietHours?.breakThrough !== 'errors') return false;
  return kind === 'ill' || kind === 'another-cause' || (kind === 'settled' && run.verdict === 'fail');
}

/** Instances have clocks of their own: no time is ever less than nothing. */
function msBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
