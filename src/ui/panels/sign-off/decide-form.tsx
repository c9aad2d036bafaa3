'use client';
import type { FormEvent } from 'react';
import type { Decision, SignOffState } from '@/shared/sign-off';
import type { CandidateRun } from '../../model/sign-off';
import { Button } from '../../parts/button';
import { Heading } from '../../parts/small';
import { TextField } from '../../parts/text-field';
import { useDecide } from '../../queries/sign-offs';
import { Refusal, WhoField } from '../who-field';
import { useDraft } from './draft';

/** The decision of a person on a run, or the second person's on what waits for them. */
export function DecideForm({ state, candidate }: { state: SignOffState; candidate: CandidateRun }) {
  const { environment, namesAreTold, secondPerson, signOffs } = state;
  const { run, seen, against } = candidate;
  const waiting = signOffs.find((each) => each.standing === 'waiting' && each.confirms === null);
  const confirms = waiting?.run === run ? waiting : undefined;
  const [draft, change, renew] = useDraft(run);
  const { requestId, decision, name, comment } = draft;
  const decide = useDecide(renew);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (decision === null) return;
    const who = namesAreTold ? null : name;
    const first = decision === 'go' ? (confirms?.id ?? null) : null;
    decide.mutate({ requestId, environment, run, seen, decision, name: who, comment, confirms: first });
  };
  return (
    <form onSubmit={submit} aria-label="Decide" className="no-print grid max-w-xl gap-3">
      <Heading level={3}>
        {confirms === undefined ? `Decide on run #${run}` : `Confirm the go of ${confirms.person.name}`}
      </Heading>
      <fieldset disabled={decide.isPending} className="grid gap-3">
        <legend className="sr-only">Your decision</legend>
        <Choices
          confirms={confirms !== undefined}
          chosen={decision}
          onChoose={(chosen) => change({ decision: chosen })}
        />
        <WhoField isTold={namesAreTold} value={name} onChange={(typed) => change({ name: typed })} />
        <TextField
          label="Why"
          value={comment}
          onChange={(typed) => change({ comment: typed })}
          lines={3}
          minLength={10}
          maxLength={2_000}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button look="primary" type="submit" busy={decide.isPending} disabled={decision === null}>
            {decide.isPending ? 'Deciding…' : 'Decide'}
          </Button>
          <span className="text-muted">
            {hint(decision, {
              pending: decide.isPending,
              against: against.length,
              secondPerson,
              confirms: confirms !== undefined,
            })}
          </span>
        </div>
      </fieldset>
      <Refusal error={decide.error} />
    </form>
  );
}

function Choices({
  confirms,
  chosen,
  onChoose,
}: {
  confirms: boolean;
  chosen: Decision | null;
  onChoose: (decision: Decision) => void;
}) {
  const words = { go: confirms ? 'Go: I confirm it' : 'Go', 'no-go': 'No-go' };
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1">
      {(['go', 'no-go'] as const).map((decision) => (
        <label key={decision} className="inline-flex min-h-8 items-center gap-2 pointer-coarse:min-h-10">
          <input
            type="radio"
            name="decision"
            required
            checked={chosen === decision}
            onChange={() => onChoose(decision)}
            className="size-4 accent-accent pointer-coarse:size-6"
          />
          {words[decision]}
        </label>
      ))}
    </div>
  );
}

function hint(
  decision: Decision | null,
  of: { pending: boolean; against: number; secondPerson: boolean; confirms: boolean },
): string {
  if (of.pending) return decision === 'go' ? 'The environment is verified once more first.' : '';
  if (decision !== 'go') return 'What is decided is kept for good.';
  if (of.against > 0) return 'A go would be refused now, for the reasons above.';
  return of.secondPerson && !of.confirms
    ? 'It is verified once more first, and counts when another person has confirmed it.'
    : 'The environment is verified once more first, which takes as long as a run.';
}
