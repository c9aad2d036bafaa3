import type { GeneratedClient } from '../../../shared/client';
import type { Settings } from '../../../shared/config';
import type { ClientChange } from '../../../shared/regeneration';
import { typeErrorLines, typeErrorSummary } from '../../../shared/type-error-text';
import { errorText } from '../../probes/client/errors';
import { changedNames, clientNames } from '../../type-check/changed-names';
import { checkTypes } from '../../type-check/check-types';
import type { Step } from '../steps';

/** So many kinds of errors stand in the log; all of them in the job's result. */
const GROUPS_IN_LOG = 10;

type Context = {
  settings: Pick<Settings, 'typeCheck' | 'onTypeErrors' | 'generateTimeoutMs'>;
  signal: AbortSignal;
  /** Set where the client is made from another schema than the one on disk, as a demo does. */
  files?: unknown;
};

/**
 * The step that checks the application's types against the client that is aside, before it is put in place. Errors that
 * it brings are told, or keep it out where that is set: an old client does not make the code fit the schema.
 */
export function typeCheckStep(
  context: Context,
  on: {
    clients: () => readonly { target: string; from: string; client: GeneratedClient | null }[];
    changes: () => readonly ClientChange[];
    /** With a sentence for the outcome. */
    onErrors: (text: string) => void;
  },
): Step {
  const { settings, signal } = context;
  return {
    id: 'types',
    title: 'Check the types of the application',
    async run({ log, result }) {
      if (settings.typeCheck === null) {
        return {
          skipped:
            "No --type-check is set: name the application's tsconfig.json to check its types against a new client.",
        };
      }
      if (context.files !== undefined)
        return { skipped: 'A demo makes a client that does not fit, on purpose.' };
      const clients = on.clients();
      const blocks = settings.onTypeErrors === 'block';
      const checked = await checkTypes({
        tsconfig: settings.typeCheck,
        clients,
        compare: true,
        names: namesOf(clients, on.changes()),
        timeoutMs: settings.generateTimeoutMs,
        signal,
        log,
      }).catch((error: unknown) => {
        signal.throwIfAborted();
        if (blocks) throw error;
        return { skipped: `The types were not checked: ${errorText(error)}` };
      });
      if ('skipped' in checked) {
        on.onErrors(checked.skipped);
        return checked;
      }
      result({ types: checked });
      const summary = typeErrorSummary(checked);
      log(summary);
      for (const group of checked.groups.slice(0, GROUPS_IN_LOG)) {
        for (const line of typeErrorLines(group)) log(line);
      }
      const brought = checked.newErrors ?? checked.byPrisma;
      if (brought === 0) return undefined;
      if (blocks) {
        throw new Error(
          `${summary} The old client stays in place, since --on-type-errors is block: mend the code, or set warn.`,
        );
      }
      on.onErrors(summary);
      return undefined;
    },
  };
}

/** What the change touched; of a client that takes the place of none, all that it has. */
function namesOf(
  clients: readonly { client: GeneratedClient | null }[],
  changes: readonly ClientChange[],
): Set<string> {
  const isNew = changes.every(({ before }) => before === null);
  return isNew ? clientNames(clients.flatMap(({ client }) => client ?? [])) : changedNames(changes);
}
