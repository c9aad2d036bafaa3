'use client';
import { useEffect, useRef, useState } from 'react';
import type { Job, JobStep } from '@/shared/job';
import { Button } from '../parts/button';
import { CopyButton } from '../parts/copy';
import { countOf, plural } from '../parts/format';

/** More lines than this are copied and not drawn: nobody reads them here. */
const DRAWN = 1_000;
/** So close to the end counts as being there. */
const NEAR_PX = 24;

/**
 * What a job says while it works. The newest line stays in sight until one scrolls up, and again from the moment one is
 * back at the end.
 */
export function JobLog({
  job,
  step,
  onAll,
  onFollow,
}: {
  job: Job;
  /** Null for the lines of all steps. */
  step: JobStep | null;
  onAll: (() => void) | null;
  /** Goes back to the step at work; null where that one is shown. */
  onFollow: (() => void) | null;
}) {
  const lines = step === null ? job.log : job.log.filter((line) => line.step === step.id);
  const box = useRef<HTMLElement>(null);
  const [following, setFollowing] = useState(true);
  const running = job.state === 'running';
  const count = lines.length;
  const shownId = step?.id ?? null;
  useEffect(() => {
    if (!running || !following || count === 0 || shownId === '') return;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [running, following, count, shownId]);
  // Lines are only ever added at the end: their place is their identity.
  const hidden = Math.max(0, count - DRAWN);
  const keyed = lines.slice(hidden).map((line, place) => ({ line, key: `${hidden + place} ${line.at}` }));
  const follow = () => {
    setFollowing(true);
    onFollow?.();
  };
  const name = step === null ? 'All steps' : step.title;
  return (
    <div className="flex min-w-0 flex-col rounded border border-line bg-sunken">
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 border-b border-line pl-3 pr-1">
        <h3 className="text-sm">{name}</h3>
        <span className="text-muted">{plural(count, 'line')}</span>
        <span className="no-print ml-auto flex items-center">
          {onAll === null ? null : (
            <Button look="bare" onClick={onAll}>
              All steps
            </Button>
          )}
          {running ? (
            <Button
              look="bare"
              aria-pressed={following && onFollow === null}
              onClick={() => (following && onFollow === null ? setFollowing(false) : follow())}
              className="aria-pressed:text-accent"
            >
              Follow
            </Button>
          ) : null}
          <CopyButton
            text={lines.map((line) => `${line.at} ${line.text}`).join('\n')}
            what={`the log: ${name}`}
          />
        </span>
      </div>
      <section
        ref={box}
        aria-label={`Log of “${job.title}”: ${name}`}
        {...{ tabIndex: 0 }}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setFollowing(scrollHeight - scrollTop - clientHeight < NEAR_PX)
        }
        className="h-44 overflow-y-auto px-3 py-1.5 font-mono text-mono lg:h-auto lg:min-h-44 lg:flex-[1_1_0]"
      >
        {count === 0 ? <p className="text-muted">{silence(step, running)}</p> : null}
        {hidden === 0 ? null : (
          <p className="text-muted">
            {countOf(hidden)} earlier lines are not drawn; copying takes them along.
          </p>
        )}
        {keyed.map(({ line, key }) => (
          <p key={key}>
            <span className="text-muted">{line.at.slice(11, 19)}</span> {line.text}
          </p>
        ))}
      </section>
    </div>
  );
}

function silence(step: JobStep | null, running: boolean): string {
  if (step?.state === 'waiting') return 'It has not begun.';
  return running && (step === null || step.state === 'running') ? 'Nothing said yet.' : 'It said nothing.';
}
