import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ClientOnDisk, GeneratedClient } from '../../shared/client';
import type { Settings } from '../../shared/config';
import type { JobEvent } from '../../shared/job';
import { clientModels } from '../../shared/prisma-schema';
import type { Report } from '../../shared/report';
import { generateClient } from '../prisma/generate';
import { clientGenerator } from '../prisma/generator-output';
import type { SchemaFile } from '../prisma/schema-text';
import { errorText } from '../probes/client/errors';
import { ONLY_CLIENT } from '../probes/client/named-clients';
import { readClientOnDisk } from '../probes/client/read-client';
import { readPrismaSchemaText } from '../probes/prisma/read-schema-text';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { closeAside, openAside } from './client/aside';
import { describeChange } from './client/difference';
import { loadIntoApplication } from './client/load';
import { realPlace } from './client/prepare-swap';
import { recoverAside, recoverSwap } from './client/recover-swap';
import { type Swapped, swapClients } from './client/swap';
import { verifyStaged } from './client/verify-staged';
import { forgetDemo } from './demo/state';
import { takeLock } from './lock';
import { runSteps, type Step } from './steps';
import { verifySteps } from './verify-step';

export type RegenerateContext = {
  settings: Pick<Settings, 'schema' | 'client' | 'databaseUrl' | 'baseUrl' | 'timeoutMs'>;
  projectRoot: string;
  dataDir: string;
  /** For `POST /api/health/client` of the application; null where nobody gave one. */
  reloadToken: string | null;
  signal: AbortSignal;
  /** A fresh run of all checks. Null where the caller verifies itself: the step is left out. */
  verify: (() => Promise<Report>) | null;
  /** Another schema text in place of the one on disk: how a demo makes a stale client. */
  files?: readonly SchemaFile[];
};

/** One at a time on a machine, whoever starts it. */
export const REGENERATE_LOCK = 'regenerate';

/**
 * Regenerates the client as a job: check the schema, generate aside, judge what was made, swap, load, verify.
 * Until the running application has been asked to load it, a failure or an abort leaves the old client whole; the
 * staging folder is always removed.
 * @throws LockedError, StepError, or the signal's reason
 */
export async function* regenerate(context: RegenerateContext): AsyncGenerator<JobEvent, void, void> {
  const release = await takeLock(context.dataDir, REGENERATE_LOCK);
  const id = randomUUID();
  const work = createWork(context, id);
  try {
    yield* runSteps(work.steps, context.signal);
    // Regenerating from the schema itself is what heals that demo.
    if (context.files === undefined) await forgetDemo(context.dataDir, 'stale-client');
    yield { type: 'outcome', text: work.outcome() };
  } finally {
    try {
      await work.settle();
    } finally {
      await release();
    }
  }
}

function createWork(context: RegenerateContext, id: string) {
  const { settings, signal } = context;
  let files: readonly SchemaFile[] = [];
  let target = '';
  /** What is replaced: the folder, or the link that names a folder of its own. */
  let place = '';
  /** Whether the folder beside it is this job's. */
  let opened = false;
  let stagedDir = '';
  let before: ClientOnDisk | null = null;
  let after: GeneratedClient | null = null;
  let swapped: Swapped | null = null;
  /** From here on the running application may hold the new client, so the files stay. */
  let committed = false;
  let ending = '';

  const steps: Step[] = [
    {
      id: 'schema',
      title: 'Check the schema',
      async run({ log }) {
        for (const note of await recoverSwap(context.dataDir)) log(note);
        files = context.files ?? (await readSchemaFiles(schemaOf(settings)));
        const schema = await readPrismaSchemaText([...files]);
        target = targetOf(files, settings.client);
        place = await realPlace(target);
        for (const note of await recoverAside(place)) log(note);
        // A client that cannot be read is a reason to make a new one.
        before = await readClientOnDisk({ dir: target, name: ONLY_CLIENT }).catch((error: unknown) => {
          log(errorText(error));
          return null;
        });
        log(`${clientModels(schema).length} models and ${schema.enums.length} enums, ${schema.fingerprint}`);
        return undefined;
      },
    },
    {
      id: 'generate',
      title: 'Generate the client aside',
      async run({ log }) {
        const aside = await openAside(place);
        opened = true;
        stagedDir = await generateClient({
          schemaPath: schemaOf(settings),
          files,
          stagingDir: join(aside, `stage-${id}`),
          signal,
          onLine: log,
        });
        return undefined;
      },
    },
    {
      id: 'check',
      title: 'Judge the new client',
      async run(tools) {
        const { projectRoot, dataDir } = context;
        after = await verifyStaged(
          { name: ONLY_CLIENT, stagedDir, targetDir: target, settings, signal, projectRoot, dataDir },
          tools,
        );
        return undefined;
      },
    },
    {
      id: 'swap',
      title: 'Put it in place',
      async run({ log }) {
        swapped = await swapClients([{ target, staged: stagedDir }], { dataDir: context.dataDir, id });
        for (const note of swapped.notes) log(note);
        return undefined;
      },
    },
    {
      id: 'load',
      title: 'Load it into the running application',
      async run({ log }) {
        committed = true;
        const { reloadToken } = context;
        const outcome = await loadIntoApplication({ ...settings, reloadToken, signal });
        if ('skipped' in outcome) {
          ending = ` ${outcome.skipped}`;
          return outcome;
        }
        const { loaded } = outcome;
        if (after !== null && loaded.fingerprint !== after.fingerprint) {
          throw new Error(
            `The application (process ${loaded.pid}) has loaded another client (${loaded.fingerprint}) than the one just generated (${after.fingerprint}): does it run on the same files?`,
          );
        }
        log(`Process ${loaded.pid} has ${loaded.models.length} models loaded since ${loaded.loadedAt}`);
        return undefined;
      },
    },
  ];
  const verification = verifySteps(context.verify, (report) => {
    ending += ` ${report.headline}`;
  });

  return {
    steps: [...steps, ...verification],
    outcome: () => (after === null ? 'Nothing was generated.' : `${describeChange(before, after)}${ending}`),
    /** After the last step, a failure or an abort. */
    async settle(): Promise<void> {
      if (swapped === null) {
        if (opened) await closeAside(place);
      } else if (committed) await swapped.keep();
      else await swapped.rollback();
    },
  };
}

function schemaOf(settings: RegenerateContext['settings']): string {
  if (settings.schema === null)
    throw new Error('No --schema is set: name the schema.prisma to generate from.');
  return settings.schema;
}

function targetOf(files: readonly SchemaFile[], clients: readonly string[]): string {
  const generator = clientGenerator(files);
  const target = resolve(generator.baseDir, generator.output);
  if (clients.length > 0 && !clients.some((client) => resolve(client) === target)) {
    throw new Error(
      `The schema's generator writes its client to ${target}, but --client names ${clients.join(', ')}: make the two agree.`,
    );
  }
  return target;
}
