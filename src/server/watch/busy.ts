import type { Settings } from '../../shared/config';
import { lockState } from '../jobs/lock';
import { clientLocks } from '../jobs/lock-files';

/** Whether a job of Driftboard, in whichever process, is between its steps with the files of these settings. */
export async function filesAreBusy(projectRoot: string, settings: Settings): Promise<boolean> {
  const states = await Promise.all(clientLocks(projectRoot, settings).map(lockState));
  return states.some(({ state }) => state === 'held');
}
