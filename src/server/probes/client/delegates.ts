import type { ClientOnDisk, DelegateReport, DelegateResult } from '../../../shared/client';
import type { Evidence, Observation } from '../../../shared/observation';
import { clientModels } from '../../../shared/prisma-schema';
import { failed, notConfigured, observed, type Probe, type ProbeContext } from '../types';
import type { DelegateAnswer } from './delegate-protocol';
import { runDelegates } from './delegate-run';
import { errorText } from './errors';
import { detectLayout } from './layout';
import { noClient } from './no-client';

/** Imports the client on disk in a fresh process and counts through the delegate of every model of `schema.prisma`. */
export const clientDelegatesProbe: Probe<'client.delegates'> = {
  need: 'client.delegates',
  async read(context) {
    const { settings } = context;
    if (settings.client.length === 0) return notConfigured(await noClient(settings, context.dataDir));
    if (settings.databaseUrl === null) {
      return notConfigured('No --database-url is set: name the database to count through the client.');
    }
    const [disk, schema] = await Promise.all([
      context.observe('client.disk'),
      context.observe('schema.prisma'),
    ]);
    if (!schema.ok) {
      return schema.notConfigured === undefined
        ? failed(`The models to count are not known: ${schema.reason}`)
        : notConfigured(schema.notConfigured);
    }
    if (!disk.ok) return failed(disk.reason);
    const results: DelegateResult[] = [];
    const evidence: Evidence[] = [];
    const models = clientModels(schema.value).map((model) => model.name);
    for (const found of disk.value) {
      const counted = await countThrough(found, models, settings.databaseUrl, context);
      evidence.push(...counted.evidence);
      if (!counted.ok) return failed(counted.reason, ...evidence);
      results.push(...counted.value.results);
    }
    return observed({ results }, ...evidence);
  },
};

async function countThrough(
  found: ClientOnDisk,
  models: readonly string[],
  databaseUrl: string,
  context: ProbeContext,
): Promise<Observation<DelegateReport>> {
  if (found.state === 'missing') {
    return failed(
      `There is no generated client in ${found.dir} to count through: run driftboard regenerate.`,
    );
  }
  if (found.state === 'unreadable') return failed(found.reason);
  if (found.state === 'incomplete') {
    const faults = [...found.missingFiles, ...found.brokenFiles.map(({ path }) => path)];
    return failed(
      `The generated client in ${found.dir} is incomplete (${faults.join(', ')}): run driftboard regenerate.`,
    );
  }
  const { client } = found;
  const detected = detectLayout(client.files.map((file) => file.path));
  if (detected === null)
    return failed(`There is no generated client in ${client.dir}: run driftboard regenerate.`);
  const at = new Date().toISOString();
  const startedAt = performance.now();
  const evidence = (answer: string): Evidence => ({
    kind: 'process',
    text: `node: import ${client.dir}/${detected.entry}, ${models.length} × delegate.count(), read-only`,
    answer,
    at,
    durationMs: performance.now() - startedAt,
  });
  try {
    const answer = await runDelegates({
      client: { name: client.name, dir: client.dir, layout: client.layout, entry: detected.entry },
      resolveDir: client.dir,
      models,
      databaseUrl,
      timeoutMs: context.settings.timeoutMs,
      signal: context.signal,
      projectRoot: context.projectRoot,
      dataDir: context.dataDir,
    });
    if (!answer.ok) return failed(delegateFailureSentence(answer, client), evidence(answer.message));
    const working = answer.report.results.filter((result) => result.ok).length;
    return observed(answer.report, evidence(`${working} of ${answer.report.results.length} counted`));
  } catch (error) {
    const reason = errorText(error);
    return failed(reason, evidence(reason));
  }
}

/** Why no delegate could be tried at all, with the next step. */
export function delegateFailureSentence(
  answer: Extract<DelegateAnswer, { ok: false }>,
  client: { dir: string; version: string },
): string {
  if (answer.kind === 'import') {
    return `The generated client in ${client.dir} cannot be imported: ${answer.message} Run driftboard regenerate.`;
  }
  if (answer.kind === 'engine') {
    return `Nothing here can run the queries of the client in ${client.dir} (Prisma ${client.version}), so its delegates were not tried: ${answer.message} Install @prisma/adapter-pg of that version beside it, or its query engine.`;
  }
  return `The client in ${client.dir} cannot reach the database: ${answer.message} Check --database-url.`;
}
