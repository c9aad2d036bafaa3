import { setMaxListeners } from 'node:events';
import { withAcceptEdits } from '../../checks/accept-edits';
import { linkCauses } from '../../checks/causes';
import { headline } from '../../checks/headline';
import { planRepair } from '../../checks/repair-plan';
import { fillSides } from '../../checks/sides';
import type { AnyCheck, Observed } from '../../checks/types';
import { completeClients } from '../../shared/client';
import type { Settings } from '../../shared/config';
import type { EndpointRow, RunDetails } from '../../shared/details';
import type { RunEvent } from '../../shared/events';
import type { CheckReport, Report } from '../../shared/report';
import { defaultSchemaOf } from '../probes/prisma/default-schema';
import type { ProbeContext } from '../probes/types';
import { runDetails } from './details';
import { endpointRows } from './details-endpoints';
import { clientsFingerprint, databaseFingerprint, manifestFingerprint } from './fingerprints';
import { createObserver, type ObserverOptions, type ProbeSet } from './observe';
import { runCheck } from './run-check';
import { type RunObjects, runObjects } from './run-objects';
import { summarize } from './summary';
import { askedInVain, type Outcome, runVerdict } from './verdicts';
import { type KnownWaivers, NO_WAIVERS, waive } from './waive';

export type EngineOptions = {
  runId: string;
  settings: Settings;
  checks: readonly AnyCheck[];
  probes: ProbeSet;
  openDatabase: ObserverOptions['openDatabase'];
  readCommit: (settings: Settings) => Promise<string | null>;
  /** Asked when all else is known, so that none counts that has ended meanwhile. */
  readWaivers?: () => Promise<KnownWaivers>;
  context: Pick<ProbeContext, 'projectRoot' | 'dataDir' | 'signal'>;
  onEvent?: (event: RunEvent) => void;
};

/**
 * What a run brings: the report, the endpoints' answers (null where they were not measured), what the pages show beyond
 * it, and the objects that are fetched one by one. The latter two are made when they are first asked for: the command
 * line never does, since pairing every object costs a large schema as much as comparing it.
 */
export type RunOutcome = {
  report: Report;
  endpoints: EndpointRow[] | null;
  readonly details: RunDetails;
  readonly objects: RunObjects;
};

/**
 * All selected checks once: each probe at most once and side by side, each check as soon as its needs are there, then
 * the causes, the figures and the verdict.
 * @returns never rejects for what is wrong with the watched application
 */
export async function runChecks(options: EngineOptions): Promise<RunOutcome> {
  const { settings, checks, runId } = options;
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const emit = options.onEvent ?? (() => {});
  // Every probe and request of a run listens to the one signal; Node warns of a leak from the eleventh on.
  setMaxListeners(0, options.context.signal);
  emit({
    type: 'run.started',
    runId,
    environment: settings.env,
    startedAt,
    checks: checks.map(({ id, title }) => ({ id, title })),
  });

  const reasons = new Map<string, string>();
  const observer = createObserver({
    probes: options.probes,
    openDatabase: options.openDatabase,
    context: { ...options.context, settings },
    onFinished: (need, observation, durationMs) => {
      const reason = observation.ok ? null : observation.reason;
      if (reason !== null) reasons.set(need, reason);
      emit({ type: 'observation.finished', runId, need, ok: observation.ok, durationMs, reason });
    },
  });

  const values: Partial<Observed> = {};
  try {
    const finished = (check: CheckReport) => emit({ type: 'check.finished', runId, check });
    const outcomes = await Promise.all(
      checks.map(async (check) => {
        const outcome = await runCheck(check, settings, observer, values);
        // What becomes of one without its settings is known only when its whole group is in.
        if (outcome.how !== 'unset') finished(outcome.report);
        return outcome;
      }),
    );
    const results = askedInVain(outcomes, settings.only);
    for (const [position, { how }] of outcomes.entries()) {
      const result = results[position];
      if (how === 'unset' && result !== undefined) finished(result);
    }
    const ran = new Set(outcomes.filter(({ how }) => how === 'ran').map(({ report }) => report.id));
    const report: Report = {
      version: 1,
      runId,
      environment: settings.env,
      startedAt,
      durationMs: performance.now() - started,
      ...(await conclude({ results, outcomes, ran }, values, options)),
      evidence: await observer.evidence(),
    };
    const judged = { checks: report.checks, ran, ignore: settings.ignore };
    const endpoints = endpointRows(values, judged.checks);
    const objects = once(() => runObjects(values, judged));
    const details = once(() => runDetails(values, endpoints, objects(), { judged, reasons, settings }));
    emit({ type: 'run.finished', runId, report });
    return {
      report,
      endpoints,
      get details() {
        return details();
      },
      get objects() {
        return objects();
      },
    };
  } finally {
    await observer.close();
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The part of the report that follows from the checks' results: causes, figures, verdict, sentence. */
async function conclude(
  { results, outcomes, ran }: { results: CheckReport[]; outcomes: Outcome[]; ran: ReadonlySet<string> },
  values: Partial<Observed>,
  options: EngineOptions,
): Promise<Omit<Report, 'version' | 'runId' | 'environment' | 'startedAt' | 'durationMs' | 'evidence'>> {
  const found = fillSides(
    results.flatMap((check) => check.findings),
    values,
    { ignore: options.settings.ignore },
  );
  const linked = linkCauses(found, {
    schema: values['schema.prisma'],
    declarations: values['endpoints.results']?.declarations,
    discovery: values['endpoints.discovered'],
    replay: values['migrations.replay'],
    indexManifest: values['indexes.declared'],
  });
  const schema = values['schema.prisma'];
  const catalogue = values['database.catalogue'];
  const accepting =
    schema === undefined || catalogue === undefined
      ? linked.findings
      : withAcceptEdits(linked.findings, { schema, catalogue });
  const byKey = new Map(accepting.map((finding) => [finding.key, finding]));
  const concluded = results.map((check) => ({
    ...check,
    findings: check.findings.map((finding) => byKey.get(finding.key) ?? finding),
  }));
  const known = (await options.readWaivers?.()) ?? NO_WAIVERS;
  const { checks, causes, waivers, count } = waive(
    { checks: concluded, causes: linked.causes },
    outcomes,
    known.given,
    new Date().toISOString(),
  );
  const verdict = runVerdict(checks);
  const figures = summarize(values, { checks, ran, ignore: options.settings.ignore });
  const summary = { ...figures, waived: count };
  return {
    verdict,
    headline: headline({ verdict, causes, checks, summary }),
    summary,
    checks,
    causes,
    notes: [...notes(values, options.settings), ...known.notes],
    waivers,
    repair:
      catalogue === undefined
        ? null
        : planRepair(linked.findings, { searchPath: searchPathOf(options.settings) }),
    rehearsal: null,
    fingerprints: {
      schema: values['schema.prisma']?.fingerprint ?? null,
      database: catalogue === undefined ? null : databaseFingerprint(catalogue),
      client: clientsFingerprint(completeClients(values['client.disk'] ?? [])),
      manifest: manifestFingerprint(values, options.settings),
      commit: await options.readCommit(options.settings),
    },
  };
}

/** Names without a schema are looked up there; null where that is the usual one. */
function searchPathOf({ databaseUrl }: Settings): string | null {
  const schema = defaultSchemaOf(databaseUrl);
  return schema === 'public' ? null : schema;
}

function notes(values: Partial<Observed>, settings: Settings): string[] {
  const ignored =
    settings.ignore.length === 0
      ? []
      : [`Left out of every comparison by --ignore: ${settings.ignore.join(', ')}.`];
  const replay = values['migrations.replay'];
  const unread =
    replay?.notes ??
    (values['migrations.folder']?.notes ?? []).map((note) => `Not followed in the migrations: ${note}`);
  return [...(values['schema.prisma']?.notes ?? []), ...unread, ...ignored];
}
