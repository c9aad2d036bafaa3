import type { DashboardEvent } from '@/shared/events';
import type { CheckReport } from '@/shared/report';

/** What the events told of the newest run. */
export type RunProgress = {
  runId: string;
  startedAt: string;
  checks: { id: string; title: string; report: CheckReport | null }[];
  observations: { need: string; ok: boolean; durationMs: number; reason: string | null }[];
  /** `interrupted`: its stream ended, or the server went away, before `run.finished` came. */
  state: 'running' | 'finished' | 'interrupted';
};

/** Folds one event into what is known of the newest run. Events of other runs than the one begun last change nothing. */
export function foldRun(progress: RunProgress | null, event: DashboardEvent): RunProgress | null {
  if (event.type === 'run.started') {
    return {
      runId: event.runId,
      startedAt: event.startedAt,
      checks: event.checks.map((check) => ({ ...check, report: null })),
      observations: [],
      state: 'running',
    };
  }
  if (progress === null || !('runId' in event) || event.runId !== progress.runId) return progress;
  if (event.type === 'observation.finished') {
    const { need, ok, durationMs, reason } = event;
    return { ...progress, observations: [...progress.observations, { need, ok, durationMs, reason }] };
  }
  if (event.type === 'check.finished') {
    const checks = progress.checks.map((check) =>
      check.id === event.check.id ? { ...check, report: event.check } : check,
    );
    return { ...progress, checks };
  }
  return { ...progress, state: 'finished' };
}

/**
 * What becomes of a run whose events stopped coming, once the server's state is known again: it still goes on, it was
 * kept meanwhile, or nobody will ever finish it.
 */
export function settleRun(
  progress: RunProgress | null,
  server: { runningId: string | null; storedIds: readonly string[] },
): RunProgress | null {
  if (progress === null || progress.state !== 'running' || server.runningId === progress.runId)
    return progress;
  return { ...progress, state: server.storedIds.includes(progress.runId) ? 'finished' : 'interrupted' };
}
