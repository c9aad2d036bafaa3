import { z } from 'zod';
import { StoryCoverage, TableCoverage } from '../../../shared/coverage';
import { DatabaseSchema, Index } from '../../../shared/database-schema';
import { PlannedQuery } from '../../../shared/query-plans';
import { redact } from '../../../shared/redact';
import { EnumRow, IndexRow, OtherRow, QueryRow, TableRow } from '../../../shared/rows';
import { SIDES } from '../../../shared/sides';
import type { RunObjects } from '../../engine/run-objects';
import type { StoreClient, Transaction } from './client';
import { deflated, inflated } from './snapshots';

/** Of how many of the newest runs the objects are kept. */
export const WITH_OBJECTS = 2;
/** Of more tables than this on one side they are not even written as a text: 66 of Americano's take 1.2 million characters. */
const MOST_TABLES = 1_000;
/**
 * What takes more stays in the process that looked: to put it together again takes a fifth of a second for 4 million characters,
 * of the three seconds after which a store that does not answer counts as away.
 */
const MOST_CHARACTERS = 8_000_000;
/** The way in which they are written. It goes up with every change that another version would misread. */
const FORMAT = 1;

const Side = DatabaseSchema.nullable();
const Kept: z.ZodType<RunObjects> = z.object({
  rows: z.object({
    tables: z.array(TableRow).nullable(),
    enums: z.array(EnumRow).nullable(),
    others: z.array(OtherRow).nullable(),
    indexes: z.array(IndexRow).nullable(),
    queries: z.array(QueryRow).nullable(),
    coverage: z.array(TableCoverage).nullable(),
  }),
  sides: z.object({ schema: Side, migrations: Side, database: Side }),
  indexes: z.array(
    IndexRow.pick({ story: true, verdict: true, findingKeys: true }).extend({
      expected: Index.nullable(),
      observed: Index.nullable(),
      either: Index,
    }),
  ),
  queries: z.array(PlannedQuery),
  byStory: z.array(StoryCoverage).nullable(),
});

/**
 * The objects of a run as they are kept; null where they are too many to be shared. It does not throw: a run is kept without
 * them as well. What was declared in SQL may hold a token (a trigger that calls somebody), which is not kept.
 */
export async function packObjects(objects: RunObjects | null): Promise<Uint8Array<ArrayBuffer> | null> {
  if (objects === null) return null;
  const tables = Math.max(...SIDES.map((side) => objects.sides[side]?.tables.length ?? 0));
  if (tables > MOST_TABLES) return null;
  try {
    const text = JSON.stringify(objects, (_, value: unknown) =>
      typeof value === 'string' ? redact(value) : value,
    );
    return text.length > MOST_CHARACTERS ? null : await deflated(text);
  } catch {
    return null;
  }
}

/** Keeps what a run saw, for the instances that did not look themselves, and lets go of that of older runs. */
export async function keepObjects(
  transaction: Transaction,
  environmentId: number,
  number: number,
  body: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  await transaction.runObjects.deleteMany({
    where: { environmentId, number: { lte: number - WITH_OBJECTS } },
  });
  if (body !== null)
    await transaction.runObjects.create({ data: { environmentId, number, format: FORMAT, body } });
}

/**
 * What another instance saw; null where it is not kept, or cannot be read: another version has written it, or it was changed.
 * @throws where the store does not answer
 */
export async function readObjects(
  client: StoreClient,
  environment: string,
  number: number,
): Promise<RunObjects | null> {
  const kept = await client.runObjects.findFirst({
    where: { environment: { name: environment }, number, format: FORMAT },
    select: { body: true },
  });
  if (kept === null) return null;
  try {
    return Kept.parse(JSON.parse(await inflated(kept.body)));
  } catch {
    return null;
  }
}
