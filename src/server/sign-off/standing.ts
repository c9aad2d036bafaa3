import type { SignOff, StandingSignOff, Voided } from '../../shared/sign-off';
import { differencesOf, type RunState } from './bindings';

/** A later run, as far as a decision is held against it. */
export type LaterRun = RunState & { run: number; startedAt: string };

/**
 * The first later run that differs in a fingerprint, a gate or a waiver: from then on the decision is void, whatever
 * comes after. Pure.
 * @param later runs of the same environment, the oldest first
 */
export function voidedBy(
  decided: Pick<SignOff, 'run' | 'bindings' | 'gates'>,
  later: Iterable<LaterRun>,
): Voided | null {
  for (const run of later) {
    if (run.run <= decided.run) continue;
    const why = differencesOf(decided, run);
    if (why.length > 0) return { run: run.run, at: run.startedAt, why };
  }
  return null;
}

/**
 * What has become of each decision.
 * @param signOffs of one environment, in the order in which they were made
 * @param voided by the id of a decision
 * @returns the newest first
 */
export function standingsOf(
  signOffs: readonly SignOff[],
  voided: ReadonlyMap<string, Voided>,
): StandingSignOff[] {
  const last = signOffs.findLast(({ confirms }) => confirms === null);
  return signOffs
    .map((signOff): StandingSignOff => {
      const first = signOffs.find(({ id }) => id === signOff.confirms) ?? signOff;
      const second = signOffs.find(({ confirms }) => confirms === first.id) ?? null;
      const isVoid = voided.get(first.id) ?? voided.get(signOff.id) ?? null;
      const waits = first.secondPerson && first.decision === 'go' && second === null;
      const standing =
        isVoid !== null ? 'void' : first !== last ? 'superseded' : waits ? 'waiting' : 'stands';
      const confirmedBy =
        second === null || signOff.confirms !== null
          ? null
          : { person: second.person, at: second.at, comment: second.comment };
      return { ...signOff, standing, voided: isVoid, confirmedBy };
    })
    .reverse();
}
