import { z } from 'zod';
import { quoteName, quoteText } from '../../../checks/support/sql-text';
import type { DatabaseSchema } from '../../../shared/database-schema';
import type { IndexProposal, PlanNode } from '../../../shared/query-plans';
import { type Planner, PlanRefused } from './planner';
import type { QueryText } from './query-text';
import { readPlan } from './read-plan';

/** Tries a proposal on one query; never throws for what the server refuses. */
export type Trial = (proposal: IndexProposal, text: QueryText, costBefore: number) => Promise<IndexProposal>;

const MadeRow = z.object({ id: z.string(), name: z.string() });
const SizeRow = z.object({ bytes: z.number() });

/**
 * Hypothetical indexes, where the extension hypopg is in the watched database. They live in the memory of our own connection
 * and are allowed in its READ ONLY transaction: nothing is written.
 * @returns null where the extension is not there
 */
export function hypotheticalTrial(
  planner: Planner,
  { extensions }: Pick<DatabaseSchema, 'extensions'>,
): Trial | null {
  const extension = extensions.find(({ name }) => name === 'hypopg');
  if (extension === undefined) return null;
  const schema = quoteName(extension.schema ?? 'public');
  return async (proposal, text, costBefore) => {
    try {
      const made = await planner.ask(
        `SELECT indexrelid::text AS id, indexname::text AS name FROM ${schema}.hypopg_create_index(${quoteText(statementOf(proposal))})`,
        MadeRow,
      );
      const [index] = made;
      if (index === undefined) return { ...proposal, untriedBecause: 'hypopg made no index of it.' };
      try {
        const plan = readPlan(await planner.explain(text));
        const [size] = await planner.ask(
          `SELECT ${schema}.hypopg_relation_size(${index.id})::float8 AS bytes`,
          SizeRow,
        );
        return {
          ...proposal,
          sizeBytes: size?.bytes ?? null,
          triedBy: 'hypopg',
          untriedBecause: null,
          costBefore,
          costAfter: plan.cost,
          taken: usesIndex(plan, index.name),
        };
      } finally {
        await planner.ask(`SELECT ${schema}.hypopg_drop_index(${index.id})`, z.unknown());
      }
    } catch (error) {
      if (!(error instanceof PlanRefused)) throw error;
      return { ...proposal, untriedBecause: `hypopg does not take it: ${error.message}.` };
    }
  };
}

/** Whether a plan reads an index of this name anywhere. */
export function usesIndex({ index, children }: PlanNode, name: string): boolean {
  return index === name || children.some((child) => usesIndex(child, name));
}

function statementOf({ sql }: IndexProposal): string {
  return sql.replace(' CONCURRENTLY ', ' ').replace(/;\s*$/, '');
}
