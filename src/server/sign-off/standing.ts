import type { SignOff, StandingSignOff, Voided } from '../../shared/sign-off';
import { differencesOf, type RunState } from './bindings';

/** A later run, as far as a decision is held against it. */
export type LaterRun = RunState & {
  run: number;
  startedAt: string;
  /** Why what is kept of it is not what was kept; null where it is whole. */
  altered: string | null;
};

/**
 * In what a later run differs from a decision in a fingerprint, a gate or a waiver; null where it is the same in all. A
 * run that was changed in the store says nothing, so it is not the same either. Pure.
 */
export function voidedBy(decided: Pick<SignOff, 'bindings' | 'gates'>, later: LaterRun): Voided | null {
  const why =
    later.altered === null
      ? differencesOf(decided, later)
      : [`What is kept of run #${later.run} was changed in the store. ${later.altered}`];
  return why.length === 0 ? null : { run: later.run, at: later.startedAt, why };
}

export type Known = {
  /** By the id of a decision. */
  voided: ReadonlyMap<string, Voided>;
  /** What is wrong with the chain: then no decision is known to stand. */
  breaks: readonly string[];
  /** What is wrong with the run of the last decision. */
  alteredRun: string | null;
};

/**
 * What has become of each decision.
 * @param signOffs of one environment, in the order in which they were made
 * @returns the newest first
 */
export function standingsOf(signOffs: readonly SignOff[], known: Known): StandingSignOff[] {
  const last = signOffs.findLast(({ confirms }) => confirms === null);
  return signOffs
    .map((signOff): StandingSignOff => {
      const first = signOffs.find(({ id }) => id === signOff.confirms) ?? signOff;
      const second = signOffs.find(({ confirms }) => confirms === first.id) ?? null;
      const voided = known.voided.get(first.id) ?? known.voided.get(signOff.id) ?? null;
      const waits = first.secondPerson && first.decision === 'go' && second === null;
      const isLast = first === last;
      const doubts = isLast
        ? [...known.breaks, ...(known.alteredRun === null ? [] : [known.alteredRun])]
        : [];
      const confirmedBy =
        second === null || signOff.confirms !== null
          ? null
          : { person: second.person, at: second.at, comment: second.comment };
      return { ...signOff, standing: word({ voided, isLast, doubts, waits }), voided, doubts, confirmedBy };
    })
    .reverse();
}

function word({
  voided,
  isLast,
  doubts,
  waits,
}: {
  voided: Voided | null;
  isLast: boolean;
  doubts: readonly string[];
  waits: boolean;
}): StandingSignOff['standing'] {
  if (voided !== null) return 'void';
  if (!isLast) return 'superseded';
  if (doubts.length > 0) return 'doubtful';
  return waits ? 'waiting' : 'stands';
}
