import type { GeneratedClient } from '../../../shared/client';
import type { Settings } from '../../../shared/config';
import { runDelegates } from '../../probes/client/delegate-run';
import { delegateFailureSentence } from '../../probes/client/delegate-words';
import { detectLayout } from '../../probes/client/layout';
import { readClientOnDisk } from '../../probes/client/read-client';
import type { StepTools } from '../steps';

export type StagedCheck = {
  /** What the client is called. */
  name: string;
  stagedDir: string;
  /** The folder that it is made for: its packages resolve from there. */
  targetDir: string;
  settings: Pick<Settings, 'databaseUrl' | 'timeoutMs'>;
  signal: AbortSignal;
  projectRoot: string;
  dataDir: string;
};

/**
 * Judges a client before it is put into use: its files are complete, it can be imported, its delegates exist.
 * A delegate whose table is wrong in the database is told in the log: that is the database's fault, and no reason to
 * keep an old client.
 * @throws Error with a sentence when the client itself cannot be used
 */
export async function verifyStaged(check: StagedCheck, tools: StepTools): Promise<GeneratedClient> {
  const found = await readClientOnDisk({ dir: check.stagedDir, name: check.name });
  if (found.state === 'missing') throw new Error('prisma generate wrote no client into the staging folder.');
  if (found.state === 'unreadable') throw new Error(found.reason);
  const { missingFiles, brokenFiles } = found.state === 'incomplete' ? found : found.client;
  if (found.state === 'incomplete' || missingFiles.length + brokenFiles.length > 0) {
    const faults = [
      ...missingFiles.map((path) => `${path} missing`),
      ...brokenFiles.map(({ path, why }) => `${path} ${why}`),
    ];
    throw new Error(`The generated client is incomplete: ${faults.join(', ')}.`);
  }
  const { client } = found;
  tools.log(
    `${client.files.length} files are complete: ${client.models.length} models, ${client.enums.length} enums`,
  );
  if (check.settings.databaseUrl === null) {
    tools.log('No --database-url is set: the delegates are not counted.');
    return client;
  }
  await countDelegates(check, client, check.settings.databaseUrl, tools);
  return client;
}

async function countDelegates(
  check: StagedCheck,
  client: GeneratedClient,
  databaseUrl: string,
  tools: StepTools,
): Promise<void> {
  const detected = detectLayout(client.files.map((file) => file.path));
  if (detected === null) throw new Error('prisma generate wrote no client into the staging folder.');
  const answer = await runDelegates({
    client: { ...client, name: check.name, dir: check.stagedDir, entry: detected.entry },
    resolveDir: check.targetDir,
    // One row each: nobody asked for a count, and a table may be large.
    models: client.models.map((model) => ({ name: model.name, counted: false, estimate: null })),
    databaseUrl,
    timeoutMs: check.settings.timeoutMs,
    signal: check.signal,
    projectRoot: check.projectRoot,
    dataDir: check.dataDir,
  });
  if (!answer.ok) {
    if (answer.kind === 'import') throw new Error(delegateFailureSentence(answer, client));
    tools.log(`The delegates were not counted: ${delegateFailureSentence(answer, client)}`);
    return;
  }
  const { results } = answer.report;
  const lacking = results.filter((result) => result.errorCode === 'missing-delegate');
  if (lacking.length > 0) {
    throw new Error(
      `The generated client has no delegate for ${lacking.map((result) => result.model).join(', ')}.`,
    );
  }
  const failing = results.filter((result) => !result.ok);
  tools.progress(results.length - failing.length, results.length);
  tools.log(`${results.length - failing.length} of ${results.length} delegates read their tables`);
  for (const result of failing) tools.log(`${result.delegate} fails: ${result.message}`);
}
