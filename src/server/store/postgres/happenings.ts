import { isDeepStrictEqual } from 'node:util';
import type { RunRecord } from '../../../shared/details';
import { KeptHappening } from '../../../shared/happenings';
import { Facts, factsAfter, factsOf, happeningsBetween } from '../../history/facts';
import type { HappeningPage } from '../types';
import type { StoreClient, Transaction } from './client';

/** More of them on one page nobody reads; the newest stay. */
const MOST = 1_000;

/** Keeps what happened before a run, in the transaction that adds it. @returns what is known now, where it is other */
export async function keepHappenings(
  transaction: Transaction,
  environment: { id: number; facts: unknown },
  record: RunRecord,
): Promise<Facts | null> {
  // Of a form that this version does not know is as not known: the next run has something to be held against.
  const before = Facts.safeParse(environment.facts).data ?? null;
  const run = factsOf(record);
  const { number, report } = record;
  const found = happeningsBetween(before, run, { number, startedAt: report.startedAt });
  if (found.length > 0) {
    await transaction.happening.createMany({
      data: found.map(({ at, kind, detail }) => ({
        environmentId: environment.id,
        at,
        kind,
        number,
        detail,
      })),
    });
  }
  const after = factsAfter(before, run);
  return isDeepStrictEqual(before, after) ? null : after;
}

/** Those that these runs saw first, and those of that time that no run saw; oldest first. */
export async function readHappenings(
  client: StoreClient,
  environment: string,
  { from, to, after, until }: HappeningPage,
): Promise<KeptHappening[]> {
  const time = { ...(after === null ? {} : { gt: after }), ...(until === null ? {} : { lte: until }) };
  const rows = await client.happening.findMany({
    where: {
      environment: { name: environment },
      OR: [{ number: { gte: from, lte: to } }, { number: null, at: time }],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST,
  });
  return rows.reverse().flatMap(({ at, kind, number, detail }) => {
    // A newer version may keep other kinds: they are left to it.
    const read = KeptHappening.safeParse({ at: at.toISOString(), kind, number, detail });
    return read.success ? [read.data] : [];
  });
}
