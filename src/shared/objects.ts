import { z } from 'zod';
import { Extension, Index, Sequence, Table } from './database-schema';
import { PlannedQuery } from './query-plans';
import { three } from './three';

export const ObjectKind = z.enum(['table', 'sequence', 'extension', 'index', 'query']);
export type ObjectKind = z.infer<typeof ObjectKind>;

/** Null where a side lacks it or was not read; which of the two it is stands in the run's details (`unread`). */
const sides = <T extends z.ZodType>(thing: T) => three(thing.nullable());

/** One object whole, as each side has it: what `GET /api/health/runs/{number}/objects` answers. */
export const ObjectDetail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), sides: sides(Table) }),
  z.object({ kind: z.literal('sequence'), sides: sides(Sequence) }),
  z.object({ kind: z.literal('extension'), sides: sides(Extension) }),
  /** Paired by what they do, not by name, as the checks pair them. */
  z.object({ kind: z.literal('index'), expected: Index.nullable(), observed: Index.nullable() }),
  z.object({ kind: z.literal('query'), query: PlannedQuery }),
]);
export type ObjectDetail = z.infer<typeof ObjectDetail>;
export type DetailOf<K extends ObjectKind> = Extract<ObjectDetail, { kind: K }>;
