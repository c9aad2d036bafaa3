'use client';
import type { Recording } from '@/shared/recording';
import { Button } from '../parts/button';
import { plural, someOf } from '../parts/format';
import { Banner } from '../parts/small';
import { Ago, Since } from '../parts/time';
import { useJobs } from '../queries/jobs';
import { useLive } from '../queries/live';
import { useStartRun } from '../queries/runs';
import { useDashboard } from '../queries/state';

/** What holds for every page while it lasts: a demo in force, a run that was cut off, a lost line. */
export function Banners() {
  const { demos, running, settingsChangedAt, recording, serverStartedAt } = useDashboard();
  const { line, run } = useLive();
  const { start } = useJobs();
  const { mutate: startRun } = useStartRun();
  return (
    <div role="status">
      {demos.length === 0 ? null : (
        <Banner
          verdict="warn"
          action={
            <Button onClick={() => start.mutate({ kind: 'demo', name: 'heal' })} disabled={start.isPending}>
              Heal Americano
            </Button>
          }
        >
          <strong>Demo in force:</strong> Americano was made ill on purpose ({someOf(demos, 4)}).
        </Banner>
      )}
      {run?.state === 'interrupted' && running === null ? (
        <Banner verdict="unknown" action={<Button onClick={() => startRun()}>Re-verify</Button>}>
          <strong>The last run was interrupted</strong> before it ended. What you see below is from the run
          before it.
        </Banner>
      ) : null}
      {settingsChangedAt === null ? null : (
        <Banner verdict="unknown">
          <strong>The settings file was changed</strong> <Ago at={settingsChangedAt} />. What you see is by
          the settings that Driftboard was started with: restart it to take up the new ones.
        </Banner>
      )}
      {recording.state === 'away' ? (
        <Banner verdict="unknown">
          <strong>Nothing has been recorded</strong> for <Since at={recording.since ?? serverStartedAt} />.{' '}
          {recording.reason} Checks go on in memory{waitingWords(recording)}.
        </Banner>
      ) : null}
      {line === 'reconnecting' ? (
        <Banner verdict="unknown">
          <strong>No line to Driftboard's server.</strong> What you see may be out of date; the page tries
          again by itself.
        </Banner>
      ) : null}
    </div>
  );
}

function waitingWords({ waiting, lost }: Recording): string {
  const wait = waiting === 0 ? '' : `, and ${plural(waiting, 'run')} will be recorded when the store is back`;
  return lost === null ? wait : `${wait}; ${plural(lost.runs, 'run')} could not be kept for it`;
}
