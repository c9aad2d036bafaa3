import type { JobEvent } from '../shared/job';
import type { ClientChange } from '../shared/regeneration';
import { changeTable } from './formats/change-table';
import type { Io } from './io';

/** `at` is the moment of the event, which may lie back: a job that is joined is told from its beginning. */
export type JobPrinter = { event(event: JobEvent, at: string): void };

/** Tells the events of a job as lines on standard error, and its outcome on standard output. */
export function jobPrinter(io: Io): JobPrinter {
  const titles = new Map<string, string>();
  let startedAt = 0;
  let changes: readonly ClientChange[] = [];
  return {
    event(event, at) {
      if (event.type === 'plan') for (const step of event.steps) titles.set(step.id, step.title);
      if (event.type === 'step' && event.state === 'running') startedAt = Date.parse(at);
      io.err(line(event, titles, Date.parse(at) - startedAt, io.errColors));
      if (event.type === 'result') changes = event.result.changes ?? changes;
      if (event.type === 'outcome') {
        for (const row of changeTable(changes, io.errColors)) io.err(`${row}\n`);
        io.out(`${event.text.trim()}\n`);
      }
    },
  };
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
