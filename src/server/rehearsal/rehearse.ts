import type { Need, Observed } from '../../checks/types';
import type { Settings } from '../../shared/config';
import type { Finding } from '../../shared/finding';
import type { Rehearsal, RepairPlan } from '../../shared/rehearsal';
import { createObserver } from '../engine/observe';
import { readCatalogue } from '../probes/catalogue/catalogue';
import { openDatabaseSession } from '../probes/catalogue/session';
import { defaultSchemaOf } from '../probes/prisma/default-schema';
import { probes } from '../probes/registry';
import { type Shadow, withShadowDatabase } from '../shadow';
import { compareCopies } from './compare-copies';
import { concludeRehearsal } from './conclude';
import { judgeStructure, STRUCTURE_NEEDS } from './judge';
import { runStatements } from './run-statements';
import { copyStructure } from './structure/copy-structure';
import { readStructure } from './structure/read-structure';
import type { NotCopied } from './structure/types';

export type RehearsalStage = 'copy' | 'before' | 'run' | 'after';

export type RehearsalContext = {
  settings: Settings;
  projectRoot: string;
  dataDir: string;
  signal: AbortSignal;
  /** The run whose findings are to be repaired. */
  runId: string;
  plan: RepairPlan;
  /** Called when a stage begins. */
  onStage?: (stage: RehearsalStage) => void;
  onLog?: (text: string) => void;
  onProgress?: (done: number, total: number) => void;
};

/**
 * Tries a plan on a copy of the live structure in the shadow server. The watched database is only read, in a read-only
 * snapshot; everything that writes happens in a database that is dropped at the end.
 * @throws with a sentence where no rehearsal can be made: no shadow database, no schema, no answer
 */
export async function rehearse(context: RehearsalContext): Promise<Rehearsal> {
  const { settings, signal, plan, onStage, onLog = () => {}, onProgress = () => {} } = context;
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  const databaseUrl = settings.databaseUrl;
  if (databaseUrl === null) throw new Error('No --database-url is set: there is no structure to copy.');
  onStage?.('copy');
  const observed = await observe(context);
  const live = observed['database.catalogue'];
  if (live === undefined)
    throw new Error('The catalogue of the database was not read: there is nothing to copy.');
  const defaultSchema = defaultSchemaOf(databaseUrl);
  const { timeoutMs } = settings;
  const structure = await withSession({ databaseUrl, timeoutMs, signal }, (session) =>
    readStructure(session, live.schemas),
  );

  const options = { shadowDatabaseUrl: settings.shadowDatabaseUrl, dataDir: context.dataDir, signal };
  return withShadowDatabase(options, async (shadow) => {
    onLog(`${structure.parts.length + structure.broken.length} parts to copy to ${shadow.server}`);
    const refused = await copyStructure(structure, { shadow, signal, progress: onProgress });

    onStage?.('before');
    const judge = async (): Promise<{ catalogue: NonNullable<typeof live>; findings: Finding[] }> => {
      const catalogue = await catalogueOf(shadow, context, live.schemas, defaultSchema);
      const findings = judgeStructure(
        { ...observed, 'database.catalogue': catalogue },
        { ignore: settings.ignore },
      );
      return { catalogue, findings };
    };
    const before = await judge();
    const notCopied = told([...refused, ...compareCopies(live, before.catalogue)]);
    for (const { what, why } of notCopied) onLog(`not copied: ${what}: ${why}`);
    onLog(`${before.findings.length} findings on the copy`);

    onStage?.('run');
    const statements = await runStatements(plan, {
      shadow,
      signal,
      timeoutMs: Math.max(timeoutMs, MINIMUM_STATEMENT_MS),
      defaultSchema,
      log: onLog,
      progress: onProgress,
    });

    onStage?.('after');
    const after = await judge();
    const conclusion = concludeRehearsal({
      plan,
      before: before.findings,
      after: after.findings,
      statements,
      notCopied,
    });
    return {
      startedAt,
      durationMs: performance.now() - begun,
      server: shadow.server,
      runId: context.runId,
      statements,
      ...conclusion,
    };
  });
}

/** An index is built on no rows: whoever takes longer hangs. */
const MINIMUM_STATEMENT_MS = 10_000;

/** What the checks of a structure stand on, read as in a run. What is not configured is left out, as there. */
async function observe(context: RehearsalContext): Promise<Partial<Observed>> {
  const { settings, signal, projectRoot, dataDir } = context;
  const observer = createObserver({
    probes,
    context: { settings, signal, projectRoot, dataDir },
    openDatabase: () =>
      openDatabaseSession({ databaseUrl: settings.databaseUrl ?? '', timeoutMs: settings.timeoutMs, signal }),
  });
  try {
    const values: Partial<Observed> = {};
    const take = async <N extends Need>(need: N) => {
      const observation = await observer.observe(need);
      if (observation.ok) values[need] = observation.value;
      else if (observation.notConfigured === undefined && REQUIRED.has(need))
        throw new Error(observation.reason);
    };
    await Promise.all([...STRUCTURE_NEEDS].map((need) => take(need)));
    return values;
  } finally {
    await observer.close();
  }
}

const REQUIRED: ReadonlySet<Need> = new Set<Need>(['schema.prisma', 'schema.ddl', 'database.catalogue']);

function catalogueOf(
  shadow: Shadow,
  { signal }: RehearsalContext,
  schemas: readonly string[],
  defaultSchema: string,
) {
  const options = { databaseUrl: shadow.url, timeoutMs: CATALOGUE_MS, signal };
  return withSession(
    options,
    async (session) => (await readCatalogue(session, schemas, defaultSchema)).schema,
  );
}

/** The shadow server may be busy with other copies. */
const CATALOGUE_MS = 60_000;

async function withSession<T>(
  options: Parameters<typeof openDatabaseSession>[0],
  work: (session: Awaited<ReturnType<typeof openDatabaseSession>>) => Promise<T>,
): Promise<T> {
  const session = await openDatabaseSession(options);
  return work(session).finally(() => session.close());
}

/** Each thing once: PostgreSQL's own reason says more than that it is not there. */
function told(list: readonly NotCopied[]): NotCopied[] {
  const known = new Map<string, NotCopied>();
  for (const one of list) if (!known.has(one.what)) known.set(one.what, one);
  return [...known.values()];
}
