import pino from 'pino';
import { redact } from '../shared/redact';

/** The server's log, one JSON object a line on standard error; every text passes through `redact`. */
export const log = pino(
  {
    level: process.env.DRIFTBOARD_LOG_LEVEL ?? 'info',
    base: { pid: process.pid },
    hooks: {
      streamWrite: (line) => redact(line),
    },
  },
  pino.destination({ dest: 2, sync: true }),
);

/** Logs what a route handler did not expect. */
export function logFault(error: unknown): void {
  log.error({ err: error }, 'a route failed');
}
