import { describe, expect, test } from 'vitest';
import type { DashboardEvent } from '@/shared/events';
import type { CheckReport } from '@/shared/report';
import { foldRun, type RunProgress, settleRun } from './run-progress';

const check: CheckReport = {
  id: 'enums',
  group: 'schema',
  title: 'Enums',
  verdict: 'pass',
  compared: 51,
  durationMs: 2,
  reason: null,
  findings: [],
  needs: [],
};
const started: DashboardEvent = {
  type: 'run.started',
  runId: 'a',
  environment: 'local',
  startedAt: '2026-01-01T00:00:00Z',
  checks: [{ id: 'enums', title: 'Enums' }],
};
const fold = (events: DashboardEvent[]) => events.reduce<RunProgress | null>(foldRun, null);

describe('the events of a run', () => {
  test('fill in its checks as they finish', () => {
    expect(fold([started])?.checks[0]?.report).toBeNull();
    const progress = fold([started, { type: 'check.finished', runId: 'a', check }]);
    expect(progress?.checks[0]?.report).toEqual(check);
    expect(progress?.state).toBe('running');
  });

  test('keep what an observation said', () => {
    const event: DashboardEvent = {
      type: 'observation.finished',
      runId: 'a',
      need: 'database.catalogue',
      ok: false,
      durationMs: 3,
      reason: 'refused',
    };
    expect(fold([started, event])?.observations[0]?.reason).toBe('refused');
  });

  test('of another run, and before any run, change nothing', () => {
    expect(fold([{ type: 'check.finished', runId: 'a', check }])).toBeNull();
    const progress = fold([started, { type: 'run.stored', runId: 'b', number: 4 }]);
    expect(progress?.state).toBe('running');
    expect(fold([started, { type: 'hello', serverStartedAt: '', at: '' }])?.state).toBe('running');
  });

  test('end with the stored run', () => {
    expect(fold([started, { type: 'run.stored', runId: 'a', number: 4 }])?.state).toBe('finished');
  });
});

describe('a run whose stream was cut off', () => {
  const running = fold([started]);
  test('goes on when the server says that it does', () => {
    expect(settleRun(running, { runningId: 'a', storedIds: [] })?.state).toBe('running');
  });
  test('is finished when it was kept meanwhile', () => {
    expect(settleRun(running, { runningId: null, storedIds: ['a'] })?.state).toBe('finished');
  });
  test('is interrupted otherwise, never finished', () => {
    expect(settleRun(running, { runningId: null, storedIds: [] })?.state).toBe('interrupted');
    expect(settleRun(running, { runningId: 'b', storedIds: [] })?.state).toBe('interrupted');
  });
});
