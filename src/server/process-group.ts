import type { ChildProcess } from 'node:child_process';
import { errorCode } from './probes/client/errors';

/** A child that leads a group of its own can be ended with all that it started; Windows knows no such groups. */
export const OWN_GROUP = process.platform !== 'win32';

/** Ends a child and, where it leads a group (`detached: OWN_GROUP`), everything in it. One that is gone is no error. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (!OWN_GROUP) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
