import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedClient } from '../../../shared/client';
import { BuildError, bundleToFile } from './bundle';
import { findAdapter } from './delegate-adapter';
import { importFailure, packageOf } from './delegate-errors';
import { type ChildEnd, runChild } from './delegate-process';
import {
  DelegateAnswer,
  type DelegateModel,
  type DelegateTask,
  IMPORTED,
  IMPORTING,
  OWN_FAULT,
  URL_VARIABLE,
} from './delegate-protocol';
import { findManifest } from './installed';
import { readOnlyUrl } from './read-only-url';
import { withWholeFolder } from './whole-folder';

/** Of all queries side by side; the same limit that DESIGN.md sets for every connection to a watched database. */
export const MAX_CONNECTIONS = 4;
/** Starting a process and importing a large client come before the first query: `timeoutMs` is for the queries. */
const STARTING_FACTOR = 2;
/** Of the whole time, the share after which the delegates are given up, so that the others still reach us. */
const TRY_SHARE = 0.9;
/** A client of 10,000 models needs about 500 MB. */
const MEMORY_MB = 2_048;

export type DelegateRun = {
  client: Pick<GeneratedClient, 'name' | 'dir' | 'layout' | 'version' | 'engineType'> & { entry: string };
  /** From where the client's packages resolve: its own folder, or for a staged client the one it is made for. */
  resolveDir: string;
  models: readonly DelegateModel[];
  databaseUrl: string;
  timeoutMs: number;
  /** `MAX_CONNECTIONS` where nothing is said. */
  connections?: number;
  /** Of the child's heap. */
  memoryMb?: number;
  signal: AbortSignal;
  projectRoot: string;
  dataDir: string;
};

/**
 * Imports a generated client in a fresh process, on a read-only connection, and tries each model's delegate.
 * @throws Error with a sentence where nothing was measured: it took too long, too much memory, was cut off, was aborted
 */
export async function runDelegates(run: DelegateRun): Promise<DelegateAnswer> {
  const { client } = run;
  // A bundle is of one moment; this layout is imported file by file, and must stay until the child has ended.
  if (client.layout === 'prisma-client-js') return withWholeFolder(client.dir, () => runOnce(run));
  return runOnce(run);
}

async function runOnce(run: DelegateRun): Promise<DelegateAnswer> {
  const startedAt = Date.now();
  const made: string[] = [];
  try {
    const child = await bundleToFile(
      join(run.projectRoot, 'src/server/probes/client/delegate-child.ts'),
      run.projectRoot,
      run.dataDir,
    );
    made.push(child);
    let entry = join(run.client.dir, run.client.entry);
    if (run.client.layout === 'prisma-client') {
      entry = await withWholeFolder(run.client.dir, async () => {
        const bundle = await bundleToFile(
          join(run.client.dir, run.client.entry),
          run.resolveDir,
          run.dataDir,
        );
        made.push(bundle);
        return bundle;
      });
    }
    const answer = await ask(child, run, {
      entry,
      mayHaveEngine: run.client.engineType !== 'client',
      adapter: await findAdapter([run.resolveDir, run.projectRoot], run.client.version),
      name: run.client.name,
      models: [...run.models],
      deadlineAt: startedAt + Math.floor(run.timeoutMs * STARTING_FACTOR * TRY_SHARE),
      connections: run.connections ?? MAX_CONNECTIONS,
    });
    return await judged(answer, run);
  } catch (error) {
    if (error instanceof BuildError) return judged(importFailure(error), run);
    throw error;
  } finally {
    await Promise.all(made.map((file) => rm(file, { force: true })));
  }
}

/** A package that is installed and lacks what the client imports of it is one that does not fit the client. */
async function judged(answer: DelegateAnswer, run: DelegateRun): Promise<DelegateAnswer> {
  if (answer.ok || answer.kind !== 'package') return answer;
  const name = packageOf(answer.message);
  const found = name === null ? null : await findManifest(run.resolveDir, name);
  if (found === null) return answer;
  const versions = `The client is of Prisma ${run.client.version}, and beside it ${name} ${found.version} is installed.`;
  return { ok: false, kind: 'import', message: `${answer.message} ${versions}` };
}

async function ask(script: string, run: DelegateRun, task: DelegateTask): Promise<DelegateAnswer> {
  const limits = {
    limitMs: run.timeoutMs * STARTING_FACTOR,
    memoryMb: run.memoryMb ?? MEMORY_MB,
    signal: run.signal,
  };
  const url = readOnlyUrl(run.databaseUrl, Math.ceil(run.timeoutMs * TRY_SHARE));
  const place = { cwd: run.projectRoot, env: childEnvironment(url) };
  const end = await runChild(script, JSON.stringify(task), place, limits);
  const said = end.lines.findLast((line) => line.startsWith('{'));
  if (end.how === 'ended' && said !== undefined) return DelegateAnswer.parse(JSON.parse(said));
  // A process that ends itself with the client half imported does the same in the application.
  const itsOwnDoing = end.how === 'ended' && end.exitCode !== null && end.exitCode !== OWN_FAULT;
  if (itsOwnDoing && end.lines.includes(IMPORTING)) {
    const when = end.lines.includes(IMPORTED) ? 'while its delegates were tried' : 'while it was imported';
    return {
      ok: false,
      kind: 'import',
      message: `It ended the process with code ${end.exitCode} ${when}.${printed(end)}`,
    };
  }
  throw new Error(`${endSentence(end, run.client.dir, limits)}${printed(end)}`);
}

function endSentence(end: ChildEnd, dir: string, limits: { limitMs: number; memoryMb: number }): string {
  switch (end.how) {
    case 'aborted':
      return 'Trying the delegates was cancelled.';
    case 'timeout': {
      const what = end.lines.includes(IMPORTED) ? 'was not done with its delegates' : 'was not imported';
      return `The client in ${dir} ${what} within ${limits.limitMs} ms: set --timeout-ms for more.`;
    }
    case 'out-of-memory':
      return `The client in ${dir} needed more than ${limits.memoryMb} MB of memory, so its delegates were not tried: look for what it keeps in memory when it is imported.`;
    case 'answer-too-long':
      return `The process that imports the client in ${dir} gave an answer without an end, so its delegates were not tried: run driftboard regenerate.`;
    case 'ended': {
      const how = end.endedBy === null ? `ended with code ${end.exitCode}` : `was ended by ${end.endedBy}`;
      return `The process that imports the client in ${dir} ${how} and said nothing of its delegates: verify again.`;
    }
  }
}

function printed({ printed: text, how }: ChildEnd): string {
  return text === '' || how === 'aborted' || how === 'out-of-memory' ? '' : ` It printed: ${text}`;
}

/** The caller's PG* variables and addresses would change what is asked; the rest (PATH, proxies) may be needed. */
function childEnvironment(url: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^PG|^DATABASE_URL$|^DRIFTBOARD_|^NODE_OPTIONS$|^NEXT_/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, NO_COLOR: '1', [URL_VARIABLE]: url };
}
