import type { RunEvent } from '../shared/events';
import type { Io } from './io';

/** Progress for a person at a terminal, on standard error; a log gets only the reasons of what failed. */
export function progressLine(event: RunEvent, colors: Io['errColors'], terminal: boolean): string {
  if (!terminal || event.type !== 'observation.finished') return '';
  const mark = event.ok ? colors.green('✓') : colors.yellow('◆');
  const time = colors.dim(`${Math.round(event.durationMs)} ms`);
  return `${mark} ${event.need} ${time}\n`;
}
