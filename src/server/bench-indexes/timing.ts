import type pg from 'pg';
import { z } from 'zod';

export type Send = { text: string; values: unknown[] };

/** What one side of a comparison came to. */
export type Side = {
  medianMs: number;
  p95Ms: number;
  /** Pages that one run reads, all of them from memory. */
  buffers: number;
  /** Names of the indexes that its plan uses. */
  indexes: string[];
};

/** Before each block the caches of the session are filled again, since a dropped index empties them. */
const WARM_UP = 3;

/** Sends a query so many times as Prisma does, unnamed and with values, and gives how long the client waited each time. */
export async function timed(client: pg.Client, send: Send, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = -WARM_UP; run < runs; run += 1) {
    const begun = performance.now();
    await client.query(send);
    if (run >= 0) times.push(performance.now() - begun);
  }
  return times;
}

const Plan = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.looseObject({}) })).length(1) });
const Node = z.looseObject({
  'Index Name': z.string().optional(),
  Plans: z.array(z.unknown()).default([]),
});
const Buffers = z.looseObject({ 'Shared Hit Blocks': z.number(), 'Shared Read Blocks': z.number() });

/** Runs it once more under EXPLAIN (ANALYZE, BUFFERS). */
export async function explained(client: pg.Client, send: Send): Promise<Pick<Side, 'buffers' | 'indexes'>> {
  const text = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${send.text}`;
  const { rows } = await client.query({ text, values: send.values });
  const [top] = Plan.parse(rows[0])['QUERY PLAN'];
  const { 'Shared Hit Blocks': hit, 'Shared Read Blocks': read } = Buffers.parse(top?.Plan);
  return { buffers: hit + read, indexes: [...new Set(indexesIn(top?.Plan))] };
}

function indexesIn(node: unknown): string[] {
  const { 'Index Name': name, Plans } = Node.parse(node);
  return [...(name === undefined ? [] : [name]), ...Plans.flatMap(indexesIn)];
}

/** The value below which this share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
