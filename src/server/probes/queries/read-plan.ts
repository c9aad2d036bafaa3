import { z } from 'zod';
import type { PlanNode } from '../../../shared/query-plans';

/** A node as EXPLAIN (FORMAT JSON, VERBOSE) writes it. */
type Written = {
  'Node Type': string;
  Schema?: string | undefined;
  'Relation Name'?: string | undefined;
  Alias?: string | undefined;
  'Index Name'?: string | undefined;
  'Plan Rows': number;
  'Total Cost': number;
  'Index Cond'?: string | undefined;
  'Recheck Cond'?: string | undefined;
  Filter?: string | undefined;
  'Join Filter'?: string | undefined;
  'Hash Cond'?: string | undefined;
  'Merge Cond'?: string | undefined;
  'Sort Key'?: string[] | undefined;
  'Presorted Key'?: string[] | undefined;
  Plans?: Written[] | undefined;
};

const optionalText = z.string().optional();
const optionalList = z.array(z.string()).optional();
const WrittenNode: z.ZodType<Written> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    Schema: optionalText,
    'Relation Name': optionalText,
    Alias: optionalText,
    'Index Name': optionalText,
    'Plan Rows': z.number(),
    'Total Cost': z.number(),
    'Index Cond': optionalText,
    'Recheck Cond': optionalText,
    Filter: optionalText,
    'Join Filter': optionalText,
    'Hash Cond': optionalText,
    'Merge Cond': optionalText,
    'Sort Key': optionalList,
    'Presorted Key': optionalList,
    Plans: z.array(WrittenNode).optional(),
  }),
);

/** What EXPLAIN (FORMAT JSON) answers in its one row. */
export const ExplainAnswer = z.tuple([z.object({ Plan: WrittenNode })]);
export type ExplainAnswer = z.infer<typeof ExplainAnswer>;

/** A plan in our words. How many rows a scan reads before its filter is not in it: `rowsRead` is null throughout. */
export function readPlan([{ Plan }]: ExplainAnswer): PlanNode {
  return nodeOf(Plan);
}

function nodeOf(written: Written): PlanNode {
  const { Schema, Alias, Filter, Plans } = written;
  return {
    type: written['Node Type'],
    schema: Schema ?? null,
    table: written['Relation Name'] ?? null,
    alias: Alias ?? null,
    index: written['Index Name'] ?? null,
    rows: written['Plan Rows'],
    cost: written['Total Cost'],
    rowsRead: null,
    // A bitmap scan tells on the table what its indexes look up below it.
    indexCondition: written['Index Cond'] ?? written['Recheck Cond'] ?? null,
    filter: Filter ?? null,
    joinCondition: written['Hash Cond'] ?? written['Merge Cond'] ?? written['Join Filter'] ?? null,
    sortKeys: written['Sort Key'] ?? [],
    presortedKeys: written['Presorted Key'] ?? [],
    children: (Plans ?? []).map(nodeOf),
  };
}
