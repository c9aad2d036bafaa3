import type { GeneratedClient } from '../../../shared/client';
import type { Step } from '../steps';
import { takeUp } from './take-up';
import type { TakeUpRequest } from './take-up-outcome';

type Context = Pick<TakeUpRequest, 'settings' | 'reloadToken' | 'dataDir' | 'signal'> & {
  configDir?: string;
};

/** The step that brings the running application to the client that was put in place, or says what it needs. */
export function takeUpStep(
  context: Context,
  on: {
    clients: () => readonly GeneratedClient[];
    /** From then on a process may hold the new client. */
    onStart: () => void;
    /** With what is left to a person. */
    onSkipped: (reason: string) => void;
  },
): Step {
  return {
    id: 'load',
    title: 'Bring the running application to it',
    async run({ log, result }) {
      on.onStart();
      const { settings, reloadToken, dataDir, signal, configDir = process.cwd() } = context;
      const clients = on.clients();
      const outcome = await takeUp({ settings, reloadToken, clients, configDir, dataDir, signal, log });
      result({ takeUp: outcome.takeUp });
      const { text } = outcome.takeUp;
      if (outcome.end === 'failed') throw new Error(text);
      if (outcome.end === 'done') {
        log(text);
        return undefined;
      }
      on.onSkipped(text);
      return { skipped: text };
    },
  };
}
