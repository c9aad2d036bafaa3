import type { Place } from '../server/compose';
import type { Settings } from '../shared/config';
import { redact } from '../shared/redact';
import type { Rehearsal } from '../shared/rehearsal';
import type { Report } from '../shared/report';
import type { Io } from './io';

/**
 * Tries the repair of a report on a copy of the structure.
 * @returns null where that could not be done; the reason then stands on standard error
 */
export async function rehearseReport(
  report: Report,
  settings: Settings,
  place: Place,
  signal: AbortSignal,
  io: Io,
): Promise<Rehearsal | null> {
  if (report.repair === null) {
    io.err('driftboard: not rehearsed: the database was not read, so there is no repair to try.\n');
    return null;
  }
  const stages = {
    copy: 'copying the structure',
    before: 'verifying the copy',
    run: 'running the repair',
    after: 'verifying again',
  };
  try {
    // Only who rehearses pays for loading what it takes.
    const { rehearse } = await import('../server/rehearsal/rehearse');
    return await rehearse({
      settings,
      ...place,
      signal,
      runId: report.runId,
      plan: report.repair,
      onStage: (stage) => io.err(io.errColors.dim(`rehearsal: ${stages[stage]}\n`)),
    });
  } catch (error) {
    if (!signal.aborted) {
      const reason = redact(error instanceof Error ? error.message : String(error));
      io.err(`driftboard: not rehearsed: ${reason}\n`);
    }
    return null;
  }
}
