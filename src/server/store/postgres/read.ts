import { z } from 'zod';
import { type RunRecord, RunSummary } from '../../../shared/details';
import { Verdict } from '../../../shared/verdict';
import { UnreadableRun } from '../types';
import { inPieces, type StoreClient, type Transaction } from './client';
import { inflated } from './snapshots';
import { FORMAT, unpack } from './unpack';

/**
 * A kept run, put together again.
 * @throws UnreadableRun with a sentence where it is of another version
 */
export async function readRun(
  client: StoreClient,
  environment: string,
  number: number,
): Promise<RunRecord | null> {
  const run = await client.run.findFirst({
    where: { environment: { name: environment }, number },
    select: { measured: true, snapshot: { select: { format: true, body: true, parts: true } } },
  });
  if (run === null) return null;
  const { format, body, parts: ids } = run.snapshot;
  if (format !== FORMAT) {
    throw new UnreadableRun(
      `Run ${number} was kept by another version of Driftboard (form ${format}; this one reads ${FORMAT}).`,
    );
  }
  const texts = new Map<bigint, string>();
  for (const piece of inPieces(ids)) {
    const parts = await client.part.findMany({
      where: { id: { in: piece } },
      select: { id: true, body: true },
    });
    for (const part of parts) texts.set(part.id, await inflated(part.body));
  }
  const kept = {
    body: await inflated(body),
    parts: ids.map((id) => texts.get(id) ?? 'null'),
    measured: z.array(z.unknown()).parse(JSON.parse(await inflated(run.measured))),
  };
  try {
    return unpack(number, kept);
  } catch (error) {
    throw new UnreadableRun(error instanceof Error ? error.message : String(error));
  }
}

const Groups = z.record(z.string(), Verdict);
const Endpoints = z.array(z.tuple([z.string(), Verdict, z.boolean()]));

/** Runs in short, newest first, those below a number: each page goes on where the one before ended. */
export async function readSummaries(
  client: StoreClient | Transaction,
  environment: string,
  page: { limit: number; before?: number | undefined },
): Promise<RunSummary[]> {
  const known = await client.environment.findUnique({ where: { name: environment }, select: { id: true } });
  if (known === null) return [];
  const rows = await client.run.findMany({
    where: { environmentId: known.id, ...(page.before === undefined ? {} : { number: { lt: page.before } }) },
    orderBy: { number: 'desc' },
    take: page.limit,
    omit: { measured: true },
    include: { snapshot: { select: { groups: true, endpoints: true, coverage: true } } },
  });
  return rows.map(({ snapshot, latenciesMs, ...run }) => {
    const endpoints = Endpoints.parse(snapshot.endpoints).map(([id, verdict, cold], place) => {
      const ms = latenciesMs[place] ?? -1;
      return [id, { verdict, cold, latencyMs: ms < 0 ? null : ms }] as const;
    });
    const { number, runId, durationMs, verdict } = run;
    return RunSummary.parse({
      number,
      runId,
      durationMs,
      verdict,
      startedAt: run.startedAt.toISOString(),
      groups: Groups.parse(snapshot.groups),
      endpoints: Object.fromEntries(endpoints),
      coverage: snapshot.coverage ?? undefined,
    });
  });
}
