import { checks } from '../src/checks/registry';
import type { Need } from '../src/checks/types';
import { createObserver, type Observer, type ProbeSet } from '../src/server/engine/observe';
import { runCheck } from '../src/server/engine/run-check';
import { forgetAll } from '../src/server/probes/catalogue/remembered';
import { openDatabaseSession } from '../src/server/probes/catalogue/session';
import { probes } from '../src/server/probes/registry';
import type { Probe } from '../src/server/probes/types';
import { Settings } from '../src/shared/config';
import type { Prepared } from './sizes';

/** What is compared: every check of the schema and of the indexes. */
const GROUPS: Settings['only'] = ['schema', 'indexes'];
/** The largest catalogue in a form that nobody has tuned yet must still end, to be measured. */
const TIMEOUT_MS = 120_000;

export type Place = { projectRoot: string; dataDir: string };

export function settingsOf(prepared: Prepared): Settings {
  return Settings.parse({
    env: 'bench',
    databaseUrl: prepared.databaseUrl,
    schema: prepared.schema,
    migrations: prepared.migrations,
    only: GROUPS,
    timeoutMs: TIMEOUT_MS,
  });
}

export function openedBy({ databaseUrl }: Prepared, signal: AbortSignal) {
  return openDatabaseSession({ databaseUrl, timeoutMs: TIMEOUT_MS, signal });
}

/** What one look brought: that it is not fast because it looked at nothing can be read from it. */
export type Looked = {
  openingMs: number;
  totalMs: number;
  compared: number;
  findings: number;
  /** Ids of the checks that compared, and of those that could not, with the reason. */
  ran: string[];
  notRun: { id: string; reason: string }[];
};

export type Looker = {
  /** Reads everything anew, as after a migration. */
  look(): Promise<Looked>;
  /** The same when nothing has changed since the last look of this process. */
  lookAgain(): Promise<Looked>;
  close(): Promise<void>;
};

/**
 * Our own look with the schema unchanged since the last one: what is expected is read once and held, each look opens a
 * session, reads the catalogue, models it and runs every check of schema and indexes, by the engine's own functions.
 */
export async function prepareLook(prepared: Prepared, place: Place): Promise<Looker> {
  const settings = settingsOf(prepared);
  const signal = new AbortController().signal;
  const observerOf = (used: ProbeSet, opened: (ms: number) => void) =>
    createObserver({
      probes: used,
      context: { ...place, settings, signal },
      openDatabase: async () => {
        const startedAt = performance.now();
        const session = await openedBy(prepared, signal);
        opened(performance.now() - startedAt);
        return session;
      },
    });
  const first = observerOf(probes, () => {});
  const held: ProbeSet = {
    ...probes,
    'schema.prisma': hold(first, 'schema.prisma'),
    'schema.ddl': hold(first, 'schema.ddl'),
    'migrations.folder': hold(first, 'migrations.folder'),
    'migrations.replay': hold(first, 'migrations.replay'),
  };
  await Promise.all(
    [held['schema.prisma'], held['schema.ddl'], held['migrations.folder'], held['migrations.replay']].map(
      ({ need }) => first.observe(need),
    ),
  );
  async function lookAgain(): Promise<Looked> {
    let openingMs = 0;
    const observer = observerOf(held, (ms) => {
      openingMs = ms;
    });
    try {
      const startedAt = performance.now();
      const outcomes = await Promise.all(
        checks
          .filter(({ group }) => settings.only.some((wanted) => wanted === group))
          .map((check) => runCheck(check, settings, observer, {})),
      );
      const totalMs = performance.now() - startedAt;
      const reports = outcomes.map(({ how, report }) => ({ ...report, how }));
      return {
        openingMs,
        totalMs,
        compared: reports.reduce((sum, { compared }) => sum + compared, 0),
        findings: reports.reduce((sum, { findings }) => sum + findings.length, 0),
        ran: reports.filter(({ how }) => how === 'ran').map(({ id }) => id),
        notRun: reports
          .filter(({ how }) => how !== 'ran')
          .map(({ id, reason }) => ({ id, reason: reason ?? 'no reason was given' })),
      };
    } finally {
      await observer.close();
    }
  }
  return {
    look: () => {
      forgetAll();
      return lookAgain();
    },
    lookAgain,
    close: () => first.close(),
  };
}

/** A probe that gives the first look's answer again. */
function hold<N extends Need>(first: Observer, need: N): Probe<N> {
  return { need, read: () => first.observe(need) };
}
