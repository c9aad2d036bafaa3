import { z } from 'zod';
import { type RunRecord, RunSummary } from '../../../shared/details';
import { Verdict } from '../../../shared/verdict';
import { UnreadableRun } from '../types';
import { inPieces, type StoreClient, type Transaction } from './client';
import { inflated } from './snapshots';
import { FORMAT, unpack } from './unpack';

/** A run as it lies in its tables, not judged yet. */
export type RawRun = Awaited<ReturnType<typeof readRaw>>;

/** The rows of a run; null where it is not kept. */
export async function readRaw(client: Transaction, environment: string, number: number) {
  const run = await client.run.findFirst({
    where: { environment: { name: environment }, number },
    omit: { latenciesMs: true },
    include: { snapshot: { select: { format: true, hash: true, body: true, parts: true } } },
  });
  if (run === null) return null;
  const parts = new Map<bigint, { hash: string; text: string }>();
  for (const piece of inPieces(run.snapshot.parts)) {
    const rows = await client.part.findMany({ where: { id: { in: piece } } });
    for (const { id, hash, body } of rows) parts.set(id, { hash, text: await inflated(body) });
  }
  return { ...run, parts, body: await inflated(run.snapshot.body), measured: await inflated(run.measured) };
}

/**
 * Puts a run together again.
 * @throws UnreadableRun with a sentence where it is of another version
 */
export function recordOf({ number, snapshot, body, parts, measured }: NonNullable<RawRun>): RunRecord {
  if (snapshot.format !== FORMAT) {
    throw new UnreadableRun(
      `Run ${number} was kept by another version of Driftboard (form ${snapshot.format}; this one reads ${FORMAT}).`,
    );
  }
  try {
    return unpack(number, {
      body,
      parts: snapshot.parts.map((id) => parts.get(id)?.text ?? 'null'),
      measured: z.array(z.unknown()).parse(JSON.parse(measured)),
    });
  } catch (error) {
    throw new UnreadableRun(error instanceof Error ? error.message : String(error));
  }
}

/**
 * A kept run, put together again.
 * @throws UnreadableRun with a sentence where it is of another version
 */
export async function readRun(
  client: StoreClient,
  environment: string,
  number: number,
): Promise<RunRecord | null> {
  const raw = await readRaw(client, environment, number);
  return raw === null ? null : recordOf(raw);
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
