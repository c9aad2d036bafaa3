import type { DatabaseSchema, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaSchema } from '../../shared/prisma-schema';
import type { IndexProposal, PlanNode, PlannedQuery, QueryPlans } from '../../shared/query-plans';
import type { Thresholds } from '../../shared/thresholds';
import { acceptContext, blockAt, insertAfter } from './accept-text';
import { driftFinding } from './drift-finding';
import { weightOf } from './impact';
import { modelFinder, modelParts, nameOf, tableInWords } from './names';
import { type Objection, objectionsTo } from './plan-judgement';
import { indexAttribute } from './prisma-relations';
import { proposedIndex } from './proposed-index';
import { sqlRemedy } from './repair';
import { createIndexStatements } from './repair-index';
import { mentions } from './words';

export type PlanContext = {
  plans: QueryPlans;
  thresholds: Thresholds;
  catalogue: DatabaseSchema | undefined;
  tables: ReadonlyMap<string, Table>;
  schema: PrismaSchema | undefined;
};

/** What is found against one plan; unclear where a partial index may serve the query for some values of its parameters. */
export function judgedObjections(
  query: PlannedQuery,
  plan: PlanNode,
  context: PlanContext,
): { found: Finding[]; isUnclear: boolean } {
  const found = new Map<string, Finding>();
  let isUnclear = false;
  for (const objection of objectionsTo(plan, context.plans.tables, context.thresholds)) {
    const table = context.tables.get(nameOf({ schema: objection.schema, name: objection.table }));
    if (table !== undefined && mayBeServed(objection, table)) {
      isUnclear = true;
      continue;
    }
    const finding = against(query, objection, table, context);
    if (finding !== null && !found.has(finding.key)) found.set(finding.key, finding);
  }
  return { found: [...found.values()], isUnclear };
}

/** The generic plan knows no value, so it takes up no partial index; a plan for a value may. */
function mayBeServed({ scan }: Objection, table: Table): boolean {
  const condition = `${scan.indexCondition ?? ''} ${scan.filter ?? ''}`;
  if (!condition.includes('$')) return false;
  return table.indexes.some(({ predicate, valid, columns }) => {
    if (predicate === null || !valid) return false;
    const named = table.columns.filter(({ name }) => mentions(predicate, name));
    const isPartOf = named.length > 0 && named.every(({ name }) => mentions(condition, name));
    const first = columns[0]?.name ?? null;
    return isPartOf && (first === null || mentions(condition, first));
  });
}

/** The finding of an objection that stands: an index helps, or would help by all that the plan tells. */
function against(
  query: PlannedQuery,
  objection: Objection,
  table: Table | undefined,
  context: PlanContext,
): Finding | null {
  const proposals = query.proposals.filter(
    (proposal) => proposal.schema === objection.schema && proposal.table === objection.table,
  );
  const chosen = bestOf(proposals, context.thresholds);
  if (chosen === null && proposals.length > 0 && proposals.every(({ triedBy }) => triedBy !== null))
    return null;
  const untried = proposals.find(({ triedBy }) => triedBy === null);
  const proposal = chosen ?? (objection.isPlain ? untried : undefined);
  // Without an index to name there is nothing to do: told where the reading is clearly for nothing.
  if (proposal === undefined && !(objection.isPlain && objection.rule === 'query.sequential-scan'))
    return null;
  const { schema, table: name, rule } = objection;
  const model = modelFinder(context.schema)({ schema, name });
  const { source, story, ...ofModel } = modelParts(model);
  const place = tableInWords({ schema, name }, model);
  const tells = toldOf(objection, place);
  return {
    ...driftFinding({
      about: `${schema}.${name}:${query.id}`,
      rule,
      ...weightOf(proposal === undefined ? 'changes nothing' : 'costs'),
      subject: {
        kind: 'query',
        schema,
        table: name,
        name: query.name,
        ...ofModel,
        ...storyOf(query.story ?? story),
      },
      message: `The query ${query.name} ${tells.message}${gainOf(proposal)}.`,
      expected:
        proposal === undefined
          ? 'a condition that an index can look up'
          : `an index on ${name} ${columnsInWords(proposal)}`,
      observed: tells.observed,
      ...(source === undefined ? {} : { source }),
      ...repairOf(proposal, table, context),
    }),
    affects: [...query.endpoints],
  };
}

function storyOf(story: string | undefined): { story?: string } {
  return story === undefined ? {} : { story };
}

function bestOf(proposals: readonly IndexProposal[], thresholds: Thresholds): IndexProposal | null {
  const gains = proposals
    .map((proposal) => ({ proposal, gain: gainFraction(proposal) }))
    .filter(({ proposal, gain }) => proposal.taken === true && gain >= thresholds.proposedGainFraction)
    .sort((a, b) => b.gain - a.gain);
  return gains[0]?.proposal ?? null;
}

function gainFraction({ costBefore, costAfter }: IndexProposal): number {
  return costBefore === null || costAfter === null || costBefore === 0 ? 0 : 1 - costAfter / costBefore;
}

function toldOf(
  { rule, scan, sort, join, rows }: Objection,
  place: string,
): { message: string; observed: string } {
  const count = Math.round(rows).toLocaleString('en');
  const kept = Math.round(scan.rows).toLocaleString('en');
  switch (rule) {
    case 'query.sequential-scan': {
      const by = scan.filter ?? join?.joinCondition ?? '';
      const few = join === null ? kept : Math.round(join.rows).toLocaleString('en');
      return {
        message: `reads ${count} rows of ${place} in sequence for about ${few} that ${by} keeps`,
        observed: `${scan.type} on ${scan.table ?? ''}, ${count} rows for ${few} (${by})`,
      };
    }
    case 'query.sort': {
      const keys = (sort?.sortKeys ?? []).join(', ');
      return {
        message: `sorts ${count} rows of ${place} by ${keys}, an order that an index could give`,
        observed: `Sort of ${count} rows by ${keys}`,
      };
    }
    case 'query.filter':
      return {
        message: `finds rows of ${place} by ${scan.index ?? 'an index'} and throws ${count} of them away by ${scan.filter ?? ''}`,
        observed: `${scan.type}, ${count} rows thrown away by ${scan.filter ?? ''}`,
      };
  }
}

function gainOf(proposal: IndexProposal | undefined): string {
  if (proposal === undefined) return ', and no index of its columns can look that up';
  const { costBefore, costAfter, triedBy } = proposal;
  const index = `an index on ${columnsInWords(proposal)}`;
  if (triedBy === null || costBefore === null || costAfter === null) return `, where ${index} lacks`;
  const where = triedBy === 'hypopg' ? 'as a hypothetical index' : 'on a copy of the structure';
  return `, where ${index} lacks: tried ${where} it brings the cost from ${rounded(costBefore)} to ${rounded(costAfter)}`;
}

function rounded(cost: number): string {
  return (cost < 100 ? Math.round(cost * 10) / 10 : Math.round(cost)).toLocaleString('en');
}

function columnsInWords({ columns, predicate }: IndexProposal): string {
  const names = columns.map(({ name, order, nulls }) => {
    const usual = order === 'desc' ? 'first' : 'last';
    return `${name}${order === 'desc' ? ' desc' : ''}${nulls === usual ? '' : ` nulls ${nulls}`}`;
  });
  return `(${names.join(', ')})${predicate === null ? '' : ` where ${predicate}`}`;
}

function repairOf(
  proposal: IndexProposal | undefined,
  table: Table | undefined,
  { catalogue, schema }: PlanContext,
): Pick<Finding, 'remedy' | 'accept'> {
  if (proposal === undefined)
    return {
      remedy: {
        kind: 'note',
        text: 'No btree looks this condition up. See whether the query can compare a column itself, or whether another kind of index serves it: gin with pg_trgm for LIKE, gin for jsonb and arrays, an index on the expression.',
      },
    };
  const columns = proposal.columns.map(({ name, ...order }) => ({ column: name, ...order }));
  const place = table ?? {
    schema: proposal.schema,
    name: proposal.table,
    kind: 'table' as const,
    indexes: [],
  };
  const index = proposedIndex({ columns, predicate: proposal.predicate }, place);
  const statements = createIndexStatements(index, place).map((statement) => ({
    ...statement,
    note: costOf(proposal),
  }));
  const model = modelFinder(schema)({ schema: proposal.schema, name: proposal.table });
  const attribute = model === undefined ? null : indexAttribute(index, model);
  const block =
    schema === undefined || catalogue === undefined
      ? null
      : blockAt(acceptContext(schema, catalogue), model?.source);
  return {
    remedy: sqlRemedy(statements),
    ...(attribute === null || block === null
      ? {}
      : { accept: insertAfter(block.file, block.last - 1, `  ${attribute}`) }),
  };
}

function costOf({ sizeBytes, triedBy, untriedBecause }: IndexProposal): string {
  const size = sizeBytes === null ? '' : `It takes about ${(sizeBytes / 1_000_000).toFixed(1)} MB on disk. `;
  const tried = triedBy === null ? `It was not tried: ${untriedBecause ?? 'nothing could try it.'} ` : '';
  return `${size}${tried}Each write of the table keeps it up.`;
}
