'use client';
import { useLive } from '../queries/live';
import { useDashboard } from '../queries/state';

/** While a run goes on: how many of its checks have finished. */
export function RunProgressLine() {
  const { running } = useDashboard();
  const { run } = useLive();
  if (running === null || run?.state === 'interrupted') return null;
  const total = run?.checks.length ?? 0;
  const done = run?.checks.filter((check) => check.report !== null).length ?? 0;
  return (
    <p role="status" className="flex items-center gap-2 text-muted">
      {total === 0 ? (
        'A run goes on…'
      ) : (
        <>
          <progress aria-label="Checks finished" value={done} max={total} className="w-24" />
          {done} of {total} checks
        </>
      )}
    </p>
  );
}
