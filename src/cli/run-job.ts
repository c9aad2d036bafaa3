import type { JobEvent } from '../shared/job';
import { listenForInterruption } from './interruption';
import { EXIT, type Io } from './io';

/**
 * Runs a job in this process and tells its steps and log on standard error; Ctrl-C cancels it and waits for its end.
 * @returns 0 when it succeeded, 1 when a step failed, 130 when it was cancelled
 */
export async function runJob(
  work: (signal: AbortSignal) => AsyncIterable<JobEvent>,
  io: Io,
): Promise<number> {
  const interruption = listenForInterruption();
  const titles = new Map<string, string>();
  let startedAt = performance.now();
  try {
    for await (const event of work(interruption.signal)) {
      if (event.type === 'plan') for (const step of event.steps) titles.set(step.id, step.title);
      if (event.type === 'step' && event.state === 'running') startedAt = performance.now();
      io.err(line(event, titles, performance.now() - startedAt, io.errColors));
      if (event.type === 'outcome') io.out(`${event.text.trim()}\n`);
    }
    return EXIT.ok;
  } catch (error) {
    if (interruption.signal.aborted) {
      io.err('driftboard: cancelled; the steps above say how far it came.\n');
      return EXIT.interrupted;
    }
    // A failed step has told its reason as an event already; what is no step has not.
    if (!(error instanceof Error && error.name === 'StepError')) throw error;
    return EXIT.finding;
  } finally {
    interruption.dispose();
  }
}

function line(
  event: JobEvent,
  titles: ReadonlyMap<string, string>,
  elapsedMs: number,
  colors: Io['errColors'],
): string {
  if (event.type === 'log') return colors.dim(`    ${event.text}\n`);
  if (event.type !== 'step') return '';
  const title = titles.get(event.id) ?? event.id;
  const reason = event.reason === undefined ? '' : `: ${event.reason}`;
  const time = colors.dim(`${(elapsedMs / 1000).toFixed(1)} s`);
  switch (event.state) {
    case 'running':
      return `  ${title} …\n`;
    case 'succeeded':
      return `${colors.green('✓')} ${title} ${time}\n`;
    case 'failed':
      return `${colors.red('✗')} ${title}${reason}\n`;
    default:
      return `${colors.dim(`○ ${title} ${event.state}${reason}`)}\n`;
  }
}
