'use client';
import { useEffect, useRef } from 'react';
import type { Job, JobStep } from '@/shared/job';
import { useNow } from './clock';
import { STEP_LOOK } from './step-look';
import { Duration } from './units';
import { VerdictShape } from './verdict-mark';

/** The steps of a job in order, each with its state, its time and a progress figure where a real one exists. */
export function StepList({ steps }: { steps: readonly JobStep[] }) {
  return (
    <ol>
      {steps.map((step) => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: JobStep }) {
  const { word, verdict } = STEP_LOOK[step.state];
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2 border-t border-line py-0.5 first:border-t-0">
      <VerdictShape verdict={verdict} />
      <span>{step.title}</span>
      <span className={step.state === 'failed' ? 'text-fail' : 'text-muted'}>{word}</span>
      {step.progress === null ? null : (
        <>
          <progress
            aria-label={step.title}
            value={step.progress.done}
            max={step.progress.total}
            className="w-24"
          />
          <span className="text-muted">
            {step.progress.done} of {step.progress.total}
          </span>
        </>
      )}
      <span className="ml-auto">
        <Elapsed step={step} />
      </span>
      {step.reason === null ? null : <p className="w-full pl-5 text-muted">{step.reason}</p>}
    </li>
  );
}

function Elapsed({ step }: { step: JobStep }) {
  const now = useNow();
  if (step.durationMs !== null) return <Duration ms={step.durationMs} />;
  if (step.state !== 'running' || step.startedAt === null) return null;
  return <Duration ms={Math.max(0, Math.round((now - Date.parse(step.startedAt)) / 1_000) * 1_000)} />;
}

/** What a job says while it works. With `follow` the newest line stays in sight. */
export function Log({ lines, follow }: { lines: Job['log']; follow: boolean }) {
  const box = useRef<HTMLElement>(null);
  const count = lines.length;
  useEffect(() => {
    if (follow && count > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [follow, count]);
  // Lines are only ever added at the end: their place is their identity.
  const keyed = lines.map((line, place) => ({ line, key: `${place} ${line.at}` }));
  if (count === 0) return <p className="text-muted">No line yet.</p>;
  return (
    <section
      ref={box}
      aria-label="Log"
      {...{ tabIndex: 0 }}
      className="max-h-56 overflow-y-auto rounded border border-line bg-sunken px-3 py-1.5 font-mono text-mono"
    >
      {keyed.map(({ line, key }) => (
        <p key={key}>
          <span className="text-muted">{line.at.slice(11, 19)}</span> {line.text}
        </p>
      ))}
    </section>
  );
}
