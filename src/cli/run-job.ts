import type { Place } from '../server/compose';
import { beginJob, type JobSpec } from '../server/jobs/begin';
import { followJob } from '../server/jobs/follow';
import { interruptedJobs } from '../server/jobs/interrupted';
import type { JobEnd } from '../server/jobs/journal';
import type { Ticket } from '../server/jobs/lock';
import type { OwnJob } from '../server/jobs/own-job';
import { listenForInterruption } from './interruption';
import { EXIT, type Io } from './io';
import { type JobPrinter, jobPrinter } from './print-job';

/**
 * Does a job, or joins the same one that another process does already, and tells its steps and log on standard error:
 * either way the same lines and the same exit code. Ctrl-C cancels a job of our own and waits for its end; one that was
 * joined goes on.
 * @returns 0 when it succeeded, 1 when a step failed, 130 when it was cancelled or left
 */
export async function runJob(spec: JobSpec, { dataDir }: Place, io: Io): Promise<number> {
  for (const { job, sentence } of await interruptedJobs(dataDir, spec.environment)) {
    if (job.kind === spec.kind) io.err(`driftboard: ${sentence} Now it is done anew.\n`);
  }
  const begun = await beginJob(dataDir, spec, 'command-line');
  const printer = jobPrinter(io);
  const interruption = listenForInterruption();
  try {
    if (!begun.joined) return await doJob(begun.job, interruption.signal, printer, io);
    io.err(`driftboard: joined ${inWords(begun.holder)}\n`);
    return await watchJob(begun.journal, begun.holder, interruption.signal, printer, io);
  } finally {
    interruption.dispose();
  }
}

async function doJob(job: OwnJob, signal: AbortSignal, printer: JobPrinter, io: Io): Promise<number> {
  const cancel = () => job.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const { end, error } = await job.run({
    onEvent: printer.event,
    onFault: (fault) => io.err(`driftboard: the job could not be recorded (${String(fault)})\n`),
  });
  if (end.state === 'failed' && end.isFault) throw error;
  return exitCode(end, io);
}

async function watchJob(
  journal: string,
  holder: Ticket,
  signal: AbortSignal,
  printer: JobPrinter,
  io: Io,
): Promise<number> {
  try {
    const events = followJob(journal, signal);
    for (;;) {
      const { done, value } = await events.next();
      if (!done) {
        printer.event(value.event, value.at);
        continue;
      }
      if (value.state === 'failed' && value.isFault) throw new Error(value.reason);
      return exitCode(value, io);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    io.err(
      `driftboard: left; the job goes on in process ${holder.owner.pid}. Cancel it on the dashboard, or where it was begun.\n`,
    );
    return EXIT.interrupted;
  }
}

function exitCode(end: JobEnd, io: Io): number {
  switch (end.state) {
    case 'succeeded':
      return EXIT.ok;
    case 'cancelled':
      io.err('driftboard: cancelled; the steps above say how far it came.\n');
      return EXIT.interrupted;
    case 'interrupted':
      io.err(`driftboard: ${end.reason}\n`);
      return EXIT.finding;
    case 'failed':
      // The failed step has told its reason as an event already.
      return EXIT.finding;
  }
}

function inWords({ title, owner, since, via }: Ticket): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1000));
  const where = via === 'dashboard' ? 'of the dashboard' : 'of a command line';
  return `“${title}”, which process ${owner.pid} ${where} began ${seconds} s ago; Ctrl-C leaves it, and it goes on.`;
}
