import { randomUUID } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
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
import { describeChanges } from './client/describe-change';
import { clientChange } from './client/difference';
import { realPlace } from './client/prepare-swap';
import { recoverAside, recoverSwap } from './client/recover-swap';
import { type Swapped, swapClients } from './client/swap';
import { takeUpStep } from './client/take-up-step';
import { typeCheckStep } from './client/type-check-step';
import { verifyStaged } from './client/verify-staged';
import { forgetDemo } from './demo/state';
import { type Ticket, takeLocks, ticketOf } from './lock';
import { clientLocks, swapFolder } from './lock-files';
import { runSteps, type Step } from './steps';
import { verifySteps } from './verify-step';

export type RegenerateContext = {
  settings: Settings;
  /** The folder of the settings file, where a restart command runs; by default the working directory. */
  configDir?: string;
  projectRoot: string;
  dataDir: string;
  /** For `POST /api/health/client` of the application; null where nobody gave one. */
  reloadToken: string | null;
  signal: AbortSignal;
  /** Of the job that this is, or that it is a part of: what that has locked is free for this. */
  ticket?: Ticket;
  /** A fresh run of all checks. Null where the caller verifies itself: the step is left out. */
  verify: (() => Promise<Report>) | null;
  /** Another schema text in place of the one on disk: how a demo makes a stale client. */
  files?: readonly SchemaFile[];
};

/**
 * Regenerates the client as a job: check the schema, generate aside, judge what was made, swap, load, verify.
 * Until the running application has been asked to load it, a failure or an abort leaves the old client whole; the
 * staging folder is always removed.
 * @throws LockedError, StepError, or the signal's reason
 */
export async function* regenerate(context: RegenerateContext): AsyncGenerator<JobEvent, void, void> {
  const locks = clientLocks(context.projectRoot, context.settings);
  const release = await takeLocks(locks, context.ticket ?? (await ticketOf('Regenerate the client')));
  const id = randomUUID();
  const swapDir = swapFolder(locks);
  const work = createWork(context, id, swapDir);
  try {
    yield* runSteps(work.steps, context.signal);
    // Regenerating from the schema itself is what heals that demo.
    if (context.files === undefined) await forgetDemo(context.dataDir, 'stale-client');
    yield { type: 'outcome', text: work.outcome() };
  } finally {
    try {
      await work.settle();
    } finally {
      // It stays where a swap could not be undone, for the next start.
      await rmdir(swapDir).catch(() => undefined);
      await release();
    }
  }
}

function createWork(context: RegenerateContext, id: string, swapDir: string) {
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
        for (const note of await recoverSwap(swapDir)) log(note);
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
          limits: { timeoutMs: settings.generateTimeoutMs, memoryMb: settings.generateMemoryMb },
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
        tools.result({ changes: [clientChange(before, after)] });
        return undefined;
      },
    },
    typeCheckStep(context, {
      clients: () => [{ target, from: stagedDir, client: after }],
      changes: () => (after === null ? [] : [clientChange(before, after)]),
      onErrors: (text) => {
        ending += ` ${text}`;
      },
    }),
    {
      id: 'swap',
      title: 'Put it in place',
      async run({ log }) {
        swapped = await swapClients([{ target, staged: stagedDir }], { dataDir: swapDir, id });
        for (const note of swapped.notes) log(note);
        return undefined;
      },
    },
    takeUpStep(context, {
      clients: () => (after === null ? [] : [after]),
      onStart: () => {
        committed = true;
      },
      onSkipped: (reason) => {
        ending += ` ${reason}`;
      },
    }),
  ];
  const verification = verifySteps(context.verify, (report) => {
    ending += ` ${report.headline}`;
  });

  return {
    steps: [...steps, ...verification],
    outcome: () =>
      after === null
        ? 'Nothing was generated.'
        : `${describeChanges([{ before, after, change: clientChange(before, after) }])}${ending}`,
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
