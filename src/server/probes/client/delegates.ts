import { type ClientOnDisk, type DelegateResult, IMPORT_FAILED, NOT_TRIED } from '../../../shared/client';
import type { Evidence } from '../../../shared/observation';
import { failed, notConfigured, observed, type Probe, type ProbeContext } from '../types';
import type { DelegateModel } from './delegate-protocol';
import { delegateName } from './delegate-prove';
import { MAX_CONNECTIONS, runDelegates } from './delegate-run';
import { delegateModels, withRequired } from './delegate-tables';
import { delegateFailureSentence, provenWords } from './delegate-words';
import { errorText } from './errors';
import { detectLayout } from './layout';
import { noClient } from './no-client';

/** So many clients are tried at the same time: each is a process with a client in memory. */
const SIDE_BY_SIDE = 2;

/** Imports each client on disk in a fresh process and tries the delegate of every model of `schema.prisma`. */
export const clientDelegatesProbe: Probe<'client.delegates'> = {
  need: 'client.delegates',
  async read(context) {
    const { settings } = context;
    const { databaseUrl } = settings;
    if (settings.client.length === 0) return notConfigured(await noClient(settings, context.dataDir));
    if (databaseUrl === null) {
      return notConfigured('No --database-url is set: name the database to read through the client.');
    }
    const [catalogue, disk, schema] = await Promise.all([
      context.observe('database.catalogue'),
      context.observe('client.disk'),
      context.observe('schema.prisma'),
    ]);
    if (!schema.ok) {
      return schema.notConfigured === undefined
        ? failed(`The models to try are not known: ${schema.reason}`)
        : notConfigured(schema.notConfigured);
    }
    if (!disk.ok) return failed(disk.reason);
    const models = delegateModels(schema.value, catalogue.ok ? catalogue.value : null);
    const connections = Math.floor(MAX_CONNECTIONS / Math.min(SIDE_BY_SIDE, Math.max(disk.value.length, 1)));
    const tries = await inTurns(disk.value, (found) =>
      tryClient(found, { models, databaseUrl, connections }, context),
    );
    const evidence = tries.flatMap((tried) => tried.evidence);
    // Where every client is in the way of being measured, nothing was observed.
    const reasons = tries.flatMap(({ why }) => (why?.code === NOT_TRIED ? [why.reason] : []));
    if (reasons.length === tries.length) return failed(reasons.join(' '), ...evidence);
    return observed({ results: tries.flatMap(({ results }) => results) }, ...evidence);
  },
};

type Tried = {
  results: DelegateResult[];
  evidence: Evidence[];
  /** Why no delegate of it could be tried. */
  why?: { code: typeof IMPORT_FAILED | typeof NOT_TRIED; reason: string };
};
type Task = { models: DelegateModel[]; databaseUrl: string; connections: number };

async function tryClient(found: ClientOnDisk, task: Task, context: ProbeContext): Promise<Tried> {
  if (found.state === 'missing') {
    const reason = `There is no generated client in ${found.dir} to try: run driftboard regenerate.`;
    return untried(found.name, task, { code: NOT_TRIED, reason }, []);
  }
  if (found.state === 'unreadable') {
    return untried(found.name, task, { code: NOT_TRIED, reason: found.reason }, []);
  }
  if (found.state === 'incomplete') {
    const faults = [...found.missingFiles, ...found.brokenFiles.map(({ path }) => path)];
    const reason = `The generated client in ${found.dir} is incomplete (${faults.join(', ')}): run driftboard regenerate.`;
    return untried(found.name, task, { code: NOT_TRIED, reason }, []);
  }
  const { client } = found;
  const detected = detectLayout(client.files.map((file) => file.path));
  const at = new Date().toISOString();
  const startedAt = performance.now();
  const evidence = (answer: string): Evidence[] => [
    {
      kind: 'process',
      text: `node: import ${client.dir}/${detected?.entry ?? ''}, ${task.models.length} × findFirst() and count(), read-only`,
      answer,
      at,
      durationMs: performance.now() - startedAt,
    },
  ];
  try {
    if (detected === null) throw new Error(`There is no generated client in ${client.dir}.`);
    const answer = await runDelegates({
      ...task,
      models: withRequired(task.models, client),
      client: { ...client, entry: detected.entry },
      resolveDir: client.dir,
      timeoutMs: context.settings.timeoutMs,
      signal: context.signal,
      projectRoot: context.projectRoot,
      dataDir: context.dataDir,
    });
    if (answer.ok)
      return { results: answer.report.results, evidence: evidence(provenWords(answer.report.results)) };
    const code = answer.kind === 'import' ? IMPORT_FAILED : NOT_TRIED;
    const reason = delegateFailureSentence(answer, client);
    return untried(client.name, task, { code, reason }, evidence(answer.message));
  } catch (error) {
    const reason = errorText(error);
    return untried(client.name, task, { code: NOT_TRIED, reason }, evidence(reason));
  }
}

function untried(client: string, task: Task, why: NonNullable<Tried['why']>, evidence: Evidence[]): Tried {
  const results = task.models.map(({ name }) => ({
    client,
    model: name,
    delegate: delegateName(name),
    ok: false,
    count: null,
    estimate: null,
    durationMs: 0,
    errorCode: why.code,
    message: why.reason,
  }));
  return { results, evidence, why };
}

/** A few at a time; the answers in the order of the things. */
async function inTurns<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < things.length; at += SIDE_BY_SIDE) {
    answers.push(...(await Promise.all(things.slice(at, at + SIDE_BY_SIDE).map(work))));
  }
  return answers;
}
