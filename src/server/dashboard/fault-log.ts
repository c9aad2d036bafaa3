import type { Logger } from 'pino';
import { isStoreLost } from '../store/lost';

/**
 * Tells the log of what went wrong in the dashboard itself. A store that is lost is none of that: a question may notice it before
 * the connection that lasts, and the page says it ("recording: away").
 */
export function faultLog(log: Pick<Logger, 'error' | 'warn'>): (error: unknown) => void {
  return (error) => {
    if (isStoreLost(error))
      log.warn({ err: error }, 'the store was lost, or did not answer, in the middle of some work');
    else log.error({ err: error }, 'the dashboard failed itself');
  };
}
