import { randomUUID } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientOnDisk, GeneratedClient } from '../../shared/client';
import type { Settings } from '../../shared/config';
import type { JobEvent } from '../../shared/job';
import { clientModels } from '../../shared/prisma-schema';
import type { Report } from '../../shared/report';
import { type GeneratedAside, generateClients } from '../prisma/generate';
import type { SchemaFile } from '../prisma/schema-text';
import { readClientOnDisk } from '../probes/client/read-client';
import { readPrismaSchemaText } from '../probes/prisma/read-schema-text';
import { readSchemaFiles } from '../probes/prisma/schema-files';
import { asideFolder, closeAside, openAside } from './client/aside';
import { describeChanges } from './client/describe-change';
import { clientChange } from './client/difference';
import { recoverAside, recoverSwaps } from './client/recover-swap';
import { type Swapped, swapClients } from './client/swap';
import { removeDrafts } from './client/swap-journal';
import { takeUpStep } from './client/take-up-step';
import { type ClientTarget, clientTargets } from './client/targets';
import { typeCheckStep } from './client/type-check-step';
import { verifyStaged } from './client/verify-staged';
import { forgetDemo } from './demo/state';
import { type Ticket, takeLocks, ticketOf } from './lock';
import { clientLocks, lockFilesOf, swapFolder } from './lock-files';
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
  /** What makes the clients aside, where it is not Prisma: tests put in what copies. */
  generate?: typeof generateClients;
};

/**
 * Regenerates the client as a job: check the schema, generate aside, judge what was made, swap, load, verify.
 * Until the running application has been asked to load it, a failure or an abort leaves the old client whole; the
 * staging folder is always removed.
 * @throws LockedError, StepError, or the signal's reason
 */
export async function* regenerate(context: RegenerateContext): AsyncGenerator<JobEvent, void, void> {
  const locks = clientLocks(context.projectRoot, context.settings);
  const ticket = context.ticket ?? (await ticketOf('Regenerate the client'));
  const release = await takeLocks(locks, ticket);
  const swapDir = swapFolder(locks);
  const work = createWork(context, ticket, swapDir);
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

function createWork(context: RegenerateContext, ticket: Ticket, swapDir: string) {
  const { settings, signal, projectRoot, dataDir } = context;
  const id = randomUUID();
  let files: readonly SchemaFile[] = [];
  let targets: ClientTarget[] = [];
  let staged: GeneratedAside[] = [];
  let before: (ClientOnDisk | null)[] = [];
  const after: GeneratedClient[] = [];
  /** The folders beside the clients that are this job's by now. */
  const opened: string[] = [];
  let unlock: (() => Promise<void>) | null = null;
  let swapped: Swapped | null = null;
  /** From here on the running application may hold the new client, so the files stay. */
  let committed = false;
  let ending = '';
  const changes = () =>
    after.map((client, index) => ({
      before: before[index] ?? null,
      after: client,
      change: clientChange(before[index] ?? null, client),
    }));

  const steps: Step[] = [
    {
      id: 'schema',
      title: 'Check the schema',
      async run({ log }) {
        await removeDrafts(swapDir);
        for (const note of await recoverSwaps(swapDir)) log(note);
        files = context.files ?? (await readSchemaFiles(schemaOf(settings)));
        const schema = await readPrismaSchemaText([...files]);
        targets = await clientTargets(files, settings.client);
        const dirs = targets.map(({ dir }) => dir);
        unlock = await takeLocks(lockFilesOf(projectRoot, dirs), ticket);
        for (const { place } of targets) for (const note of await recoverAside(place)) log(note);
        before = await Promise.all(targets.map((target) => readBefore(target, log)));
        log(`${clientModels(schema).length} models and ${schema.enums.length} enums, ${schema.fingerprint}`);
        if (targets.length > 1) log(`${targets.length} clients: ${dirs.join(', ')}`);
        return undefined;
      },
    },
    {
      id: 'generate',
      title: 'Generate the client aside',
      async run({ log }) {
        for (const { place } of targets) {
          await openAside(place);
          opened.push(place);
        }
        const [first = ''] = opened;
        staged = await (context.generate ?? generateClients)({
          schemaPath: schemaOf(settings),
          files,
          stagingDir: join(asideFolder(first), `stage-${id}`),
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
        for (const [index, { name, dir }] of targets.entries()) {
          const stagedDir = staged[index]?.staged ?? '';
          const check = { name, stagedDir, targetDir: dir, settings, signal, projectRoot, dataDir };
          after.push(await verifyStaged(check, tools));
        }
        tools.result({ changes: changes().map(({ change }) => change) });
        return undefined;
      },
    },
    typeCheckStep(context, {
      clients: () =>
        staged.map(({ target, staged: from }, index) => ({ target, from, client: after[index] ?? null })),
      changes: () => changes().map(({ change }) => change),
      onErrors: (text) => {
        ending += ` ${text}`;
      },
    }),
    {
      id: 'swap',
      title: 'Put it in place',
      async run({ log }) {
        const clients = staged.map(({ target, staged: made }) => ({ target, staged: made }));
        swapped = await swapClients(clients, { swapDir, id });
        for (const note of swapped.notes) log(note);
        return undefined;
      },
    },
    takeUpStep(context, {
      clients: () => after,
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
    outcome: () => (after.length === 0 ? 'Nothing was generated.' : `${describeChanges(changes())}${ending}`),
    /** After the last step, a failure or an abort. */
    async settle(): Promise<void> {
      try {
        if (swapped === null) await Promise.all(opened.map(closeAside));
        else if (committed) await swapped.keep();
        else await swapped.rollback();
      } finally {
        await unlock?.();
      }
    },
  };
}

/** A client that cannot be read is a reason to make a new one. */
async function readBefore({ dir, name }: ClientTarget, log: (text: string) => void): Promise<ClientOnDisk> {
  const found = await readClientOnDisk({ dir, name });
  if (found.state === 'unreadable') log(found.reason);
  return found;
}

function schemaOf(settings: RegenerateContext['settings']): string {
  if (settings.schema === null)
    throw new Error('No --schema is set: name the schema.prisma to generate from.');
  return settings.schema;
}
