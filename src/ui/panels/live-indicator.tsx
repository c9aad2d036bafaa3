'use client';
import type { Verdict } from '@/shared/verdict';
import { someOf } from '../parts/format';
import { Ago } from '../parts/time';
import { VerdictShape } from '../parts/verdict-mark';
import { useLive } from '../queries/live';
import { useDashboard } from '../queries/state';

/** Whether this page hears of what happens, and how old what it shows is. */
export function LiveIndicator() {
  const { line, run, files } = useLive();
  const { latest, running, schedule } = useDashboard();
  const interrupted = run?.state === 'interrupted';
  const look: { verdict: Verdict; word: string } =
    line === 'reconnecting'
      ? { verdict: 'unknown', word: 'reconnecting' }
      : line === 'connecting'
        ? { verdict: 'skipped', word: 'connecting' }
        : interrupted
          ? { verdict: 'unknown', word: 'interrupted' }
          : { verdict: 'pass', word: 'live' };
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap" title="The line to Driftboard's server">
      <VerdictShape verdict={look.verdict} className="size-2.5" />
      <span className="max-sm:sr-only">{look.word}</span>
      <span aria-hidden="true" className="text-muted max-sm:hidden">
        ·
      </span>
      <span className="text-muted">
        {files !== null && !interrupted ? (
          <>
            {someOf(files.what, 2)} changed <Ago at={files.at} /> · verifying
          </>
        ) : running !== null && !interrupted ? (
          'checking…'
        ) : latest === null ? (
          'not checked yet'
        ) : (
          <>
            <span className="max-sm:sr-only">checked </span>
            <Ago at={latest.report.startedAt} ages />
          </>
        )}
      </span>
      {schedule?.paused == null ? null : (
        <span data-verdict="warn" className="flex items-center gap-1.5" title={schedule.paused.reason}>
          <VerdictShape verdict="warn" className="size-2.5" />
          <span className="max-sm:sr-only">paused by {schedule.paused.person.name}</span>
        </span>
      )}
    </span>
  );
}
