'use client';
import { cx } from 'class-variance-authority';
import type { JobStep } from '@/shared/job';
import { useNow } from './clock';
import { STEP_LOOK } from './step-look';
import { Duration } from './units';
import { VerdictShape } from './verdict-mark';

/**
 * The steps of a job in order, each with its state, its time and a progress figure where a real one exists. Pressing one
 * shows its log.
 */
export function StepList({
  steps,
  shown,
  onShow,
}: {
  steps: readonly JobStep[];
  shown: string | null;
  onShow: (id: string) => void;
}) {
  return (
    <ol aria-label="Steps" className="content-start">
      {steps.map((step, place) => (
        <Step
          key={step.id}
          step={step}
          // One reason for all that follow is read once.
          reason={step.reason === steps[place - 1]?.reason ? null : step.reason}
          shown={step.id === shown}
          onShow={() => onShow(step.id)}
        />
      ))}
    </ol>
  );
}

function Step({
  step,
  reason,
  shown,
  onShow,
}: {
  step: JobStep;
  reason: string | null;
  shown: boolean;
  onShow: () => void;
}) {
  const { word, verdict } = STEP_LOOK[step.state];
  const waits = step.state === 'waiting';
  return (
    <li
      data-verdict={verdict}
      className={cx('relative border-t border-line first:border-t-0 hover:bg-sunken', shown && 'bg-sunken')}
    >
      <div className="flex min-h-row flex-wrap items-center gap-x-2 px-1.5 py-0.5">
        <VerdictShape verdict={verdict} />
        <button
          type="button"
          aria-pressed={shown}
          onClick={onShow}
          className={cx('text-left after:absolute after:inset-0', waits && 'text-muted')}
        >
          {step.title}
        </button>
        <span className={step.state === 'failed' ? 'text-verdict' : 'text-muted'}>{word}</span>
        <span className="ml-auto flex items-center gap-2">
          {step.progress === null ? null : (
            <>
              <progress
                aria-label={step.title}
                value={step.progress.done}
                max={step.progress.total}
                className="w-16"
              />
              <span className="text-muted">
                {step.progress.done} of {step.progress.total}
              </span>
            </>
          )}
          <span className="min-w-12 text-right">
            <Elapsed step={step} />
          </span>
        </span>
        {reason === null ? null : (
          <p className={cx('w-full pl-5', step.state === 'failed' ? 'text-ink' : 'text-muted')}>{reason}</p>
        )}
      </div>
    </li>
  );
}

function Elapsed({ step }: { step: JobStep }) {
  const now = useNow();
  if (step.state === 'skipped') return null;
  if (step.durationMs !== null) return <Duration ms={step.durationMs} />;
  if (step.state !== 'running' || step.startedAt === null) return null;
  return <Duration ms={Math.max(0, Math.round((now - Date.parse(step.startedAt)) / 1_000) * 1_000)} />;
}
