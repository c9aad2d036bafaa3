'use client';
import Link from 'next/link';
import type { Gate, SignOffState } from '@/shared/sign-off';
import { boundTo, type CandidateRun, lookOfGate } from '../../model/sign-off';
import { plural } from '../../parts/format';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Heading } from '../../parts/small';
import { Ago, Clock } from '../../parts/time';
import { VerdictShape } from '../../parts/verdict-mark';
import { DecideForm } from './decide-form';
import { Mark } from './mark';

/** The run to decide on: its gates, what speaks against a go, what a decision is bound to, and the form. */
export function Candidate({
  state,
  candidate,
  newest,
}: {
  state: SignOffState;
  candidate: CandidateRun;
  newest: number | null;
}) {
  const { run, startedAt, gates, against } = candidate;
  return (
    <section aria-label={`Run #${run}`} className="grid gap-4">
      <div>
        <Heading
          note={
            <>
              of {state.environment}, began at <Clock at={startedAt} />, <Ago at={startedAt} />
            </>
          }
          action={
            <a className="underline hover:text-accent" href={`/report/${run}`}>
              Report of run #{run}, to print
            </a>
          }
        >
          Run #{run}
        </Heading>
        {newest === null || newest <= run ? null : (
          <p>
            Run #{newest} is newer.{' '}
            <Link className="underline hover:text-accent" href={`/sign-off?run=${newest}`}>
              Look at run #{newest}
            </Link>
          </p>
        )}
        <Gates run={run} gates={gates} />
      </div>
      <Against against={against} />
      <Bound candidate={candidate} />
      <DecideForm key={run} state={state} candidate={candidate} />
    </section>
  );
}

function Gates({ run, gates }: { run: number; gates: readonly Gate[] }) {
  const columns: PlainColumn<Gate>[] = [
    { id: 'gate', header: 'Gate', cell: ({ title }) => title },
    { id: 'state', header: 'State', cell: (gate) => <Mark look={lookOfGate(gate)} /> },
    {
      id: 'measured',
      header: 'Measured',
      cell: ({ measured }) => <span className="break-words">{measured}</span>,
    },
    {
      id: 'evidence',
      header: 'Evidence',
      cell: ({ title }) => (
        <a className="whitespace-nowrap underline hover:text-accent" href={`/report/${run}#criteria`}>
          Evidence<span className="sr-only"> of “{title}”</span>
        </a>
      ),
    },
  ];
  return (
    <Plain
      caption={`Gates of run #${run}`}
      columns={columns}
      rows={gates}
      look={{ key: ({ id }) => id, verdict: (gate) => lookOfGate(gate).verdict }}
    />
  );
}

function Against({ against }: { against: readonly string[] }) {
  if (against.length === 0)
    return (
      <p className="flex items-center gap-2">
        <VerdictShape verdict="pass" /> Nothing that this run measured speaks against a go.
      </p>
    );
  return (
    <div data-verdict="fail" className="edge pl-4">
      <h3>{plural(against.length, 'reason')} against a go</h3>
      <ul className="list-disc pl-5">
        {against.map((why) => (
          <li key={why} className="break-words">
            {why}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bound({ candidate }: { candidate: CandidateRun }) {
  const { waivers } = candidate.bindings;
  return (
    <div>
      <h3>What a decision is bound to</h3>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 py-1">
        {boundTo(candidate).map(([what, print]) => (
          <div key={what} className="flex items-baseline gap-1.5">
            <dt className="text-muted">{what}</dt>
            <dd className="font-mono">{print}</dd>
          </div>
        ))}
      </dl>
      {waivers.length === 0 ? (
        <p className="text-muted">No waiver counts in this run.</p>
      ) : (
        <ul aria-label="Waivers">
          {waivers.map(({ pattern, person, endsAt, reason }) => (
            <li key={pattern} className="flex flex-wrap items-baseline gap-x-2 border-t border-line py-1">
              <VerdictShape verdict="warn" />
              <span className="font-mono break-all">{pattern}</span>
              <span>
                accepted by {person} until <Clock at={endsAt} />: {reason}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted">
        Where a later run differs in any of these, or in a gate, the decision is void.{' '}
        <Link className="underline hover:text-accent" href="/runs">
          All runs
        </Link>
      </p>
    </div>
  );
}
