import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Incident as IncidentRow } from '../../../generated/store/client';
import { Prisma } from '../../../generated/store/client';
import { Incident } from '../../../shared/run-history';
import { Verdict } from '../../../shared/verdict';
import {
  failingGroups,
  type IncidentRun,
  type IncidentState,
  incidentsOf,
  lastsWithin,
  nextIncident,
} from '../../history/incidents';
import type { StoreClient, Transaction } from './client';

const Latest = z.object({ causes: Incident.shape.causes, failing: z.array(z.string()) });
const Groups = z.record(z.string(), Verdict);

type Place = { id: number; lastNumber: number; incidentsThrough: number };

/** Carries the incidents of an environment one run further, in the transaction that adds this run. */
export async function keepIncident(
  transaction: Transaction,
  { id, lastNumber, incidentsThrough }: Place,
  run: IncidentRun,
): Promise<void> {
  const row = await transaction.incident.findFirst({ where: { environmentId: id, endedNumber: null } });
  let open = row === null ? null : stateOf(row);
  if (incidentsThrough < lastNumber) {
    const caught = incidentsOf(await runsBetween(transaction, id, incidentsThrough, lastNumber), open);
    for (const incident of caught) await write(transaction, id, open, incident);
    const last = caught.at(-1);
    open = last?.ended === null ? last : null;
  }
  const { ended, current } = nextIncident(open, run);
  if (ended !== null) await write(transaction, id, open, ended);
  if (current !== null && current !== open) await write(transaction, id, open, current);
}

/** Runs that were kept before incidents were. Their causes stand in their bodies only, so they go by what failed. */
async function runsBetween(transaction: Transaction, environmentId: number, after: number, last: number) {
  const rows = await transaction.run.findMany({
    where: { environmentId, number: { gt: after, lte: last } },
    orderBy: { number: 'asc' },
    select: { number: true, startedAt: true, verdict: true, snapshot: { select: { groups: true } } },
  });
  return rows.map(({ snapshot, startedAt, ...run }): IncidentRun => {
    const verdict = Verdict.parse(run.verdict);
    return {
      number: run.number,
      startedAt: startedAt.toISOString(),
      verdict,
      failing: failingGroups(Groups.parse(snapshot.groups)),
      causes: verdict === 'fail' ? null : [],
    };
  });
}

/** Lists that are as they were are not written again: an incident with thousands of causes may last for days. */
async function write(
  transaction: Transaction,
  environmentId: number,
  before: IncidentState | null,
  { first, last, runs, startedAt, ended, causes, latest }: IncidentState,
): Promise<void> {
  const same = before?.first === first ? before : null;
  const now = {
    lastNumber: last,
    runs,
    endedNumber: ended?.number ?? null,
    endedAt: ended?.at ?? null,
    ...(same !== null && isDeepStrictEqual(same.causes, causes) ? {} : { causes: causes ?? Prisma.DbNull }),
    ...(same !== null && isDeepStrictEqual(same.latest, latest) ? {} : { latest: latest }),
  };
  await transaction.incident.upsert({
    where: { environmentId_firstNumber: { environmentId, firstNumber: first } },
    create: { environmentId, firstNumber: first, startedAt, ...now, latest },
    update: now,
  });
}

/** The incidents that lasted at any of these runs, oldest first: those that began there, and the one before if it still lasted. */
export async function readIncidents(
  client: StoreClient,
  environment: string,
  from: number,
  to: number,
): Promise<IncidentState[]> {
  const place = { environment: { name: environment } };
  const begun = await client.incident.findMany({
    where: { ...place, firstNumber: { gte: from, lte: to } },
    orderBy: { firstNumber: 'asc' },
  });
  const before = await client.incident.findFirst({
    where: { ...place, firstNumber: { lt: from } },
    orderBy: { firstNumber: 'desc' },
  });
  const all = before === null ? begun : [before, ...begun];
  return all.map(stateOf).filter((incident) => lastsWithin(incident, from, to));
}

function stateOf({ firstNumber, lastNumber, runs, startedAt, ...row }: IncidentRow): IncidentState {
  const { endedNumber, endedAt } = row;
  const incident = Incident.parse({
    first: firstNumber,
    last: lastNumber,
    runs,
    startedAt: startedAt.toISOString(),
    ended: endedNumber === null ? null : { number: endedNumber, at: endedAt?.toISOString() },
    causes: row.causes,
  });
  return { ...incident, latest: Latest.parse(row.latest) };
}
