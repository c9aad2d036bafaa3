import type { Gate, SignOffState, StandingSignOff } from '@/shared/sign-off';
import type { Verdict } from '@/shared/verdict';

/** The run that may be decided on. */
export type CandidateRun = NonNullable<SignOffState['candidate']>;

export type Look = { verdict: Verdict; word: string };

/** What has become of a decision: a go that stands is the only one that looks like a pass. */
export function lookOfDecision({ decision, standing }: StandingSignOff): Look {
  switch (standing) {
    case 'stands':
      return { verdict: decision === 'go' ? 'pass' : 'fail', word: 'stands' };
    case 'waiting':
      return { verdict: 'warn', word: 'waits for a second person' };
    case 'void':
      return { verdict: 'fail', word: 'void' };
    case 'superseded':
      return { verdict: 'skipped', word: 'superseded' };
    case 'doubtful':
      return { verdict: 'unknown', word: 'not known to stand' };
  }
}

/** How a gate stands; one that somebody has waived findings of is no plain pass. */
export function lookOfGate({ state, waived, required }: Gate): Look {
  const off = required ? '' : ', switched off';
  if (state === 'pass' && waived > 0) return { verdict: 'warn', word: `passes with waivers${off}` };
  const words = { pass: 'passes', fail: 'fails', unknown: 'not measured' };
  return { verdict: state, word: `${words[state]}${off}` };
}

/** The last word on a release, as a sentence. */
export function lastWord({ signOffs, candidate }: SignOffState): Look {
  const last = signOffs.find(({ confirms }) => confirms === null);
  if (last === undefined)
    return { verdict: 'skipped', word: 'Nobody has decided yet, so nothing is signed off.' };
  const { verdict } = lookOfDecision(last);
  const by = `${last.decision} of ${last.person.name} on run #${last.run}`;
  const of = candidate === null ? '' : ` Run #${candidate.run} is below.`;
  switch (last.standing) {
    case 'stands':
      return { verdict, word: `The ${by} stands.` };
    case 'waiting':
      return { verdict, word: `The ${by} waits for a second person and does not count before.` };
    case 'void':
      return {
        verdict,
        word: `The ${by} is void since run #${last.voided?.run ?? last.run}: that run is not the same.${of}`,
      };
    case 'doubtful':
      return { verdict, word: `Nobody knows whether the ${by} stands: what is kept was changed.` };
    // The last word is never superseded.
    case 'superseded':
      return { verdict: 'unknown', word: 'Nobody knows which decision is the last.' };
  }
}

const BOUND = ['schema', 'database', 'client', 'manifest', 'commit'] as const;

/** The fingerprints that a decision on this run is bound to, short enough to be compared by eye. */
export function boundTo({ bindings }: NonNullable<SignOffState['candidate']>): [string, string][] {
  return BOUND.map((what) => [what, bindings[what]?.replace(/^sha256:/, '').slice(0, 12) ?? 'not known']);
}
