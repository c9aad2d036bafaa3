import { isSamePerson, type Person } from '../../shared/people';
import type { Decision, SignOff, SignOffSettings, Voided } from '../../shared/sign-off';
import { hasEnded } from '../waivers/judge';
import { differencesOf, type RunState } from './bindings';

/** A kept run as it is decided on. */
export type Candidate = RunState & {
  run: number;
  startedAt: string;
  /** Why what is kept of it is not what was kept; null where it is whole. */
  altered: string | null;
};

export type Question = {
  candidate: Candidate;
  newest: Pick<Candidate, 'run'> & RunState;
  settings: Pick<SignOffSettings, 'maxAgeMinutes'>;
  /** ISO 8601. */
  at: string;
  /** Ids of waivers of the store that have ended since, or are not kept any more. */
  endedWaivers: readonly string[];
  /** What is wrong with the chain of what was decided before; nothing where it is whole. */
  brokenAudit: readonly string[];
};

/** Two instances' clocks may be so far apart. */
const CLOCKS_DIFFER_MINUTES = 1;

/** Why a run may not be decided on at all, whatever is decided; a sentence each. */
export function againstDeciding({ candidate, newest, settings, at }: Question): string[] {
  const { run, startedAt, altered } = candidate;
  const ageMinutes = (Date.parse(at) - Date.parse(startedAt)) / 60_000;
  const differences = newest.run === run ? [] : differencesOf(candidate, newest);
  return [
    // What cannot be told is no age that would do.
    ...(ageMinutes >= -CLOCKS_DIFFER_MINUTES
      ? []
      : [
          `Run #${run} did not begin before now (${startedAt}): the clocks are not the same, so its age is not known.`,
        ]),
    ...(ageMinutes > settings.maxAgeMinutes
      ? [
          `Run #${run} is ${Math.floor(ageMinutes)} minutes old, and a decision stands on one of at most ${settings.maxAgeMinutes}: verify again and look at that run.`,
        ]
      : []),
    ...(altered === null ? [] : [`What is kept of run #${run} was changed in the store. ${altered}`]),
    ...differences.map((difference) => `The newer run #${newest.run} is not the same. ${difference}`),
  ];
}

/** Why a go is refused, beside what stands against any decision; a sentence each. */
export function againstGo({ candidate, at, endedWaivers, brokenAudit }: Question): string[] {
  const gates = candidate.gates.filter(({ required, state }) => required && state !== 'pass');
  const ended = candidate.bindings.waivers.filter(
    ({ id, endsAt }) => hasEnded({ endsAt }, at) || (id !== null && endedWaivers.includes(id)),
  );
  const unbound = (['schema', 'database'] as const).filter((what) => candidate.bindings[what] === null);
  return [
    ...gates.map(
      ({ title, state, measured }) =>
        `The gate “${title}” ${state === 'fail' ? 'fails' : 'is unknown'}: ${measured}`,
    ),
    ...(candidate.gates.every(({ required }) => !required)
      ? ['Every gate is switched off, so nothing would be decided on: switch at least one on.']
      : []),
    ...unbound.map((what) => `The run has no fingerprint of the ${what}, so the go would be bound to none.`),
    ...ended.map(
      ({ pattern, person }) =>
        `The waiver of ${pattern} by ${person} has ended since the run: verify again to see what it hid.`,
    ),
    ...brokenAudit.map((why) => `The record of earlier decisions was changed. ${why}`),
  ];
}

/** Why this person may not confirm that decision; null where they may. */
export function againstConfirming(
  first: Pick<SignOff, 'id' | 'run' | 'decision' | 'person' | 'confirms' | 'secondPerson'>,
  wanted: { run: number; decision: Decision; person: Person },
  known: { isLast: boolean; isConfirmed: boolean; voided: Voided | null },
): string | null {
  if (first.confirms !== null) return 'It is a confirmation itself: confirm the decision that it confirms.';
  if (!first.secondPerson || wanted.decision !== 'go')
    return 'Only a go that waits for a second person (signOff.secondPerson) can be confirmed.';
  if (first.run !== wanted.run) return `It was decided on run #${first.run}, not on run #${wanted.run}.`;
  if (isSamePerson(first.person, wanted.person))
    return `${first.person.name} decided it, and nobody confirms their own decision: another person has to.`;
  if (!known.isLast) return 'Another decision came after it: confirm that one, or decide anew.';
  if (known.voided !== null)
    return `It is void since run #${known.voided.run}: decide anew. ${known.voided.why.join(' ')}`;
  return known.isConfirmed ? 'It is confirmed already.' : null;
}
