import type { RunRecord } from '../../../shared/details';
import type { RunOutcome } from '../../engine/run';
import { incidentRunOf } from '../../history/incident-run';
import { withStandings } from '../route-standing';
import { advanceSince, withSince } from '../since';
import { summaryOf } from '../summary';
import type { RunToKeep } from '../types';
import type { StoreClient, Transaction } from './client';
import { keepHappenings } from './happenings';
import { keepIncident } from './incidents';
import { keepObjects, packObjects } from './objects';
import { pack } from './pack';
import { keepRouteStates } from './route-states';
import { deflated, keepSnapshot } from './snapshots';
import { changesOf, keepChanges, openSpans } from './spans';

/** Adding takes it shared and clearing away takes it alone, so that no part goes that a run is about to name. */
export const CLEARING_LOCK = 0x647269667463;
/** The largest report that was tried (30,000 findings) takes a few seconds. */
const LIMITS = { maxWait: 5_000, timeout: 60_000 };

/**
 * Keeps a run in one transaction: all of it or nothing.
 * @returns the record, or the number under which the same run was kept before
 */
export async function addRun(
  client: StoreClient,
  environment: string,
  outcome: RunToKeep,
): Promise<{ record: RunRecord } | { keptAs: number }> {
  const objects = await packObjects(outcome.objects);
  return client.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock_shared(${CLEARING_LOCK}::bigint)`;
    const at = await lockEnvironment(transaction, environment);
    const { runId } = outcome.report;
    const same = await transaction.run.findUnique({ where: { runId }, select: { number: true } });
    if (same !== null) return { keptAs: same.number };
    const record = await keep(transaction, at, outcome);
    await keepObjects(transaction, at.id, record.number, objects);
    await keepIncident(transaction, at, incidentRunOf(record));
    await advance(transaction, at, record);
    return { record };
  }, LIMITS);
}

type Environment = Awaited<ReturnType<typeof lockEnvironment>>;

/** The environment's row, locked until the transaction ends: who adds to it comes after whoever does so now. */
export async function lockEnvironment(transaction: Transaction, name: string) {
  await transaction.environment.createMany({ data: [{ name }], skipDuplicates: true });
  await transaction.$executeRaw`SELECT 1 FROM environments WHERE name = ${name} FOR UPDATE`;
  return transaction.environment.findUniqueOrThrow({ where: { name } });
}

async function keep(
  transaction: Transaction,
  { id: environmentId, name, lastNumber }: Environment,
  { report: found, details }: Pick<RunOutcome, 'report' | 'details'>,
): Promise<RunRecord> {
  const number = lastNumber + 1;
  const open = await openSpans(transaction, environmentId);
  const since = advanceSince(open.findings, found);
  const routes = await keepRouteStates(
    transaction,
    { id: environmentId, name },
    { number, report: found, details },
  );
  const record = { number, report: withSince(found, since), details: withStandings(details, routes) };
  const packed = pack(record);
  const summary = summaryOf(record);
  const snapshotId = await keepSnapshot(transaction, packed, record.report, summary);
  const changes = changesOf(open, since, found, packed);
  await keepChanges(transaction, { environmentId, number }, packed, changes);
  await transaction.run.create({
    data: {
      environmentId,
      number,
      runId: found.runId,
      startedAt: found.startedAt,
      durationMs: found.durationMs,
      verdict: found.verdict,
      snapshotId,
      measured: await deflated(JSON.stringify(packed.measured)),
      latenciesMs: Object.values(summary.endpoints).map(({ latencyMs }) => latencyMs ?? -1),
    },
  });
  return record;
}

/** Carries the environment one run further, and keeps what happened since the run before. */
async function advance(transaction: Transaction, environment: Environment, record: RunRecord): Promise<void> {
  const { number, report } = record;
  const { verdict, startedAt } = report;
  const facts = await keepHappenings(transaction, environment, record);
  await transaction.environment.update({
    where: { id: environment.id },
    data: {
      lastNumber: number,
      incidentsThrough: number,
      ...(facts === null ? {} : { facts }),
      ...(environment.verdict === verdict ? {} : { verdict, verdictSince: startedAt }),
      ...(verdict === 'pass' ? { lastGreenNumber: number, lastGreenAt: startedAt } : {}),
    },
  });
}
