import type { FindingWaiver, JudgedWaiver } from './waivers';

/** `Accepted by Ada until 2026-12-31: the index is built on Sunday.` */
export function acceptedText({
  person,
  endsAt,
  reason,
}: Pick<FindingWaiver, 'person' | 'endsAt' | 'reason'>) {
  return `Accepted by ${person} until ${dayOf(endsAt)}: ${withStop(reason)}`;
}

/** What became of a waiver in a run, as a sentence. */
export function waiverText(waiver: JudgedWaiver): string {
  const { pattern, person, endsAt, reason, state, keys, why } = waiver;
  const given = `by ${person} until ${dayOf(endsAt)}: ${withStop(reason)}`;
  if (state === 'counts')
    return `${keys.length === 1 ? 'One finding is' : `${keys.length} findings are`} accepted ${given} (${pattern})`;
  if (state === 'idle') return `Nothing of ${pattern} was found, which is accepted ${given}`;
  return `The waiver of ${pattern} ${given} It waives nothing: ${why ?? 'nobody knows why.'}`;
}

function dayOf(at: string): string {
  return at.slice(0, 10);
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
