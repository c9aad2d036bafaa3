import { z } from 'zod';
import type { RunRecord } from '../../shared/details';
import type { HappeningFact, KeptHappening } from '../../shared/happenings';

const Process = z.object({
  pid: z.number().int(),
  instance: z.string().nullable(),
  startedAt: z.string(),
  loadedAt: z.string(),
});

/** What a run saw of things that change beside it. A part is null where it was not measured. */
export const Facts = z.object({
  /** Applied migrations with the moment of each. */
  migrations: z.record(z.string(), z.string().nullable()).nullable(),
  /** When each client on disk was generated, by its name. */
  clients: z.record(z.string(), z.string()).nullable(),
  processes: z.array(Process).nullable(),
  /** A short hash of each setting. */
  settings: z.record(z.string(), z.string()).nullable(),
  schema: z.string().nullable(),
  database: z.string().nullable(),
  client: z.string().nullable(),
  commit: z.string().nullable(),
});
export type Facts = z.infer<typeof Facts>;

/** So many processes are remembered, so that one which a run did not reach is not new when it is reached again. */
const MOST_PROCESSES = 64;

export function factsOf({ report, details }: Pick<RunRecord, 'report' | 'details'>): Facts {
  const { migrations, client, settings } = details;
  return {
    ...report.fingerprints,
    migrations: appliedOf(migrations),
    clients:
      client.disk === null
        ? null
        : Object.fromEntries(client.disk.map(({ name, generatedAt }) => [name, generatedAt])),
    processes:
      client.processes?.map(({ pid, instance, startedAt, loadedAt }) => ({
        pid,
        instance: instance ?? null,
        startedAt,
        loadedAt,
      })) ?? null,
    settings: settings ?? null,
  };
}

/** Null also where it is not known of each whether it is applied. */
function appliedOf(migrations: RunRecord['details']['migrations']): Facts['migrations'] {
  if (migrations === null || migrations.some(({ state }) => state === 'unknown')) return null;
  const applied = migrations.filter(({ state }) => state === 'applied' || state === 'edited');
  return Object.fromEntries(applied.map(({ name, appliedAt }) => [name, appliedAt]));
}

/** What is known after a run: what it did not measure is as before. */
export function factsAfter(before: Facts | null, run: Facts): Facts {
  if (before === null) return run;
  const seen = new Set(run.processes?.map(keyOf));
  const others = before.processes?.filter((one) => !seen.has(keyOf(one))) ?? [];
  return {
    migrations: run.migrations ?? before.migrations,
    clients: run.clients ?? before.clients,
    processes:
      run.processes === null ? before.processes : [...run.processes, ...others].slice(0, MOST_PROCESSES),
    settings: run.settings ?? before.settings,
    schema: run.schema ?? before.schema,
    database: run.database ?? before.database,
    client: run.client ?? before.client,
    commit: run.commit ?? before.commit,
  };
}

/**
 * What happened between what was known and a run. What either of them does not know has not changed: nobody can tell.
 * A process that is not reached any more is not said to have ended, since a run need not reach all of them.
 */
export function happeningsBetween(
  before: Facts | null,
  run: Facts,
  { number, startedAt }: { number: number; startedAt: string },
): KeptHappening[] {
  if (before === null) return [];
  const found: KeptHappening[] = [];
  const tell = (fact: HappeningFact, at: string | null = null) => {
    const moment = new Date(at ?? startedAt);
    const isMoment = !Number.isNaN(moment.getTime());
    found.push({ ...fact, at: isMoment ? moment.toISOString() : startedAt, number });
  };
  for (const [name, at] of added(before.migrations, run.migrations))
    tell({ kind: 'migration.applied', detail: { name } }, at);
  for (const [name] of added(run.migrations, before.migrations))
    tell({ kind: 'migration.gone', detail: { name } });
  const other = before.client === null || run.client === null ? null : before.client !== run.client;
  const generated = Object.entries(run.clients ?? {}).filter(
    ([name, at]) => before.clients !== null && before.clients[name] !== at,
  );
  for (const [name, at] of generated) tell({ kind: 'client.generated', detail: { name, other } }, at);
  tellProcesses(before.processes, run.processes, tell);
  const settings = { ...before.settings, ...run.settings };
  const names = Object.keys(settings).filter((name) => before.settings?.[name] !== run.settings?.[name]);
  if (before.settings !== null && run.settings !== null && names.length > 0)
    tell({ kind: 'settings.changed', detail: { names } });
  for (const what of ['schema', 'database', 'client', 'commit'] as const) {
    const [from, to] = [before[what], run[what]];
    // A client that was generated anew is told already, with its own time.
    if (from === null || to === null || from === to || (what === 'client' && generated.length > 0)) continue;
    tell({ kind: `${what}.changed`, detail: { from, to } });
  }
  return found;
}

function tellProcesses(
  before: Facts['processes'],
  now: Facts['processes'],
  tell: (fact: HappeningFact, at: string) => void,
): void {
  if (before === null) return;
  const known = new Map(before.map((one) => [keyOf(one), one]));
  for (const one of now ?? []) {
    const { pid, instance, startedAt, loadedAt } = one;
    const former = known.get(keyOf(one));
    if (former === undefined) tell({ kind: 'process.started', detail: { pid, instance } }, startedAt);
    else if (former.loadedAt !== loadedAt)
      tell({ kind: 'process.loaded', detail: { pid, instance } }, loadedAt);
  }
}

/** A pid is given again after a restart, so that its start belongs to it. */
function keyOf({ pid, instance, startedAt }: z.infer<typeof Process>): string {
  return `${instance} ${pid} ${startedAt}`;
}

/** What the second has beyond the first; nothing where one of them is not known. */
function added<T>(first: Record<string, T> | null, second: Record<string, T> | null): [string, T][] {
  if (first === null || second === null) return [];
  return Object.entries(second).filter(([name]) => !(name in first));
}
