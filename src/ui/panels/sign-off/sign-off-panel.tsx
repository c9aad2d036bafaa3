'use client';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { decisionsNeedStore } from '@/shared/needs-store';
import type { SignOffState } from '@/shared/sign-off';
import { lastWord } from '../../model/sign-off';
import { Unmeasured } from '../../parts/small';
import { VerdictShape } from '../../parts/verdict-mark';
import { useSignOffs } from '../../queries/sign-offs';
import { useDashboard } from '../../queries/state';
import { NoRun } from '../lazy';
import { numberIn } from '../runs/run-number';
import { Waiting } from '../waiting';
import { Candidate } from './candidate';
import { Decisions } from './decisions';
import { type Draft, Drafts } from './draft';

/** Whether it may go out: the last word, the run to decide on with its gates, and every decision. */
export function SignOffPanel({ seed }: { seed: SignOffState | null }) {
  const { configurationFaults, recording } = useDashboard();
  // What somebody reads and types here stays while the store is away.
  const [drafts] = useState(() => new Map<number, Draft>());
  const [first, setFirst] = useState(seed?.candidate?.run ?? null);
  if (configurationFaults.length > 0) return <NoRun />;
  // Without the store there is nothing to ask for, and what was asked before may not hold any more.
  if (recording.state !== 'on') return <Untold reason={decisionsNeedStore(recording)} />;
  return (
    <Drafts.Provider value={drafts}>
      <Kept seed={seed} first={first} onFirst={setFirst} />
    </Drafts.Provider>
  );
}

function Untold({ reason }: { reason: string }) {
  return (
    <div className="grid gap-6">
      <h1 className="text-lg">Sign-off</h1>
      <Unmeasured what="Sign-off" reasons={[reason]} />
    </div>
  );
}

function Kept({
  seed,
  first,
  onFirst,
}: {
  seed: SignOffState | null;
  /** The run that was shown first. */
  first: number | null;
  onFirst: (run: number) => void;
}) {
  const { latest } = useDashboard();
  const asked = numberIn(useSearchParams().get('run'));
  // A newer run does not take the place of the one that somebody is reading: it is offered beside it.
  const { data, error } = useSignOffs(asked ?? first, latest?.number ?? null, seed);
  const shown = data?.candidate?.run ?? null;
  useEffect(() => {
    if (first === null && shown !== null) onFirst(shown);
  }, [first, shown, onFirst]);
  if (error !== null) return <Untold reason={error.message} />;
  return (
    <div className="grid gap-6">
      {data === undefined ? (
        <>
          <h1 className="text-lg">Sign-off</h1>
          <Waiting />
        </>
      ) : (
        <Told state={data} newest={latest?.number ?? null} />
      )}
    </div>
  );
}

function Told({ state, newest }: { state: SignOffState; newest: number | null }) {
  const { verdict, word } = lastWord(state);
  const { candidate, record } = state;
  return (
    <>
      <div data-verdict={verdict} className="edge pl-4">
        <h1 className="text-lg">Sign-off</h1>
        <p role="status" className="flex items-baseline gap-2">
          <VerdictShape verdict={verdict} className="self-center" />
          <span>{word}</span>
        </p>
      </div>
      {record.breaks.length === 0 ? null : (
        <Unmeasured what="What was decided is" reasons={['The record was changed.', ...record.breaks]} />
      )}
      {candidate === null ? (
        <p className="text-muted">No run is kept yet: verify, and then decide on what that found.</p>
      ) : (
        <Candidate state={state} candidate={candidate} newest={newest} />
      )}
      <Decisions state={state} />
    </>
  );
}
