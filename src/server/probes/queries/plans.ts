import type { Evidence } from '../../../shared/observation';
import type { QueryOrigin, QueryPlans } from '../../../shared/query-plans';
import { redact } from '../../../shared/redact';
import { loadSqlParser } from '../../sql/parser';
import { NO_DATABASE } from '../catalogue/watched-schemas';
import { defaultSchemaOf } from '../prisma/default-schema';
import { failed, notConfigured, observed, type Probe } from '../types';
import { explainQueries } from './explain-queries';
import { gather } from './gather';
import { manifestQueries } from './manifest-queries';
import { openPlanner } from './planner';
import { prismaLogQueries } from './prisma-log';
import type { SourceAnswer } from './source';
import { statementStatistics } from './statement-statistics';

const NO_QUERIES =
  'No queries of the application are known: declare them in the index manifest (--index-manifest), name a log of Prisma Client (--query-log), or create the extension pg_stat_statements.';

/** Of the time limit, so much goes into plans: the rest is for whoever waits. */
const PLANNING_SHARE = 0.5;

/** The application's queries from whoever knows them, each planned and never executed. */
export const queryPlansProbe: Probe<'queries.plans'> = {
  need: 'queries.plans',
  read: async (context) => {
    const { databaseUrl, queryLog, timeoutMs, thresholds } = context.settings;
    if (databaseUrl === null) return notConfigured(NO_DATABASE);
    const at = new Date();
    const begun = performance.now();
    try {
      const [catalogue, manifest] = await Promise.all([
        context.observe('database.catalogue'),
        context.observe('indexes.declared'),
      ]);
      if (!catalogue.ok) return failed(catalogue.reason);
      const answers = await answersOf({
        manifest: () => manifestQueries(manifest),
        'prisma-log': async () => {
          if (queryLog === null) return null;
          await loadSqlParser();
          return prismaLogQueries(queryLog);
        },
        pg_stat_statements: () => statementStatistics(context, catalogue.value),
      });
      // Whoever knows no query pays nothing: neither parser nor connection.
      if (answers.size === 0) return notConfigured(NO_QUERIES);
      await loadSqlParser();
      const { queries, sources } = gather(answers, catalogue.value);
      if (queries.length === 0) return observed({ queries: [], tables: [], sources });
      const planner = await openPlanner(
        { databaseUrl, timeoutMs, signal: context.signal },
        defaultSchemaOf(databaseUrl),
      );
      try {
        const untilMs = begun + timeoutMs * PLANNING_SHARE;
        const limits = { thresholds, untilMs };
        const value = { ...(await explainQueries(queries, planner, catalogue.value, limits)), sources };
        return observed(value, evidence(value, at, performance.now() - begun));
      } finally {
        await planner.close();
      }
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

type Ask = () => SourceAnswer | null | Promise<SourceAnswer | null>;

/** Each source is asked for itself; one that is not there is left out. */
async function answersOf(asks: Record<QueryOrigin, Ask>): Promise<Map<QueryOrigin, SourceAnswer>> {
  const origins: readonly QueryOrigin[] = ['manifest', 'prisma-log', 'pg_stat_statements'];
  const answers = new Map<QueryOrigin, SourceAnswer>();
  for (const origin of origins) {
    const answer = await asks[origin]();
    if (answer !== null) answers.set(origin, answer);
  }
  return answers;
}

function evidence({ queries, sources }: QueryPlans, at: Date, durationMs: number): Evidence {
  const planned = queries.filter(({ plan }) => plan !== null).length;
  const from = sources.map(({ origin, queries: count }) => `${origin} ${count ?? 'not read'}`).join(', ');
  return {
    kind: 'sql',
    text: 'PREPARE … AS <query>; EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE … with plan_cache_mode = force_generic_plan, in a READ ONLY transaction',
    answer: `${planned} of ${queries.length} queries planned (${from})`,
    at: at.toISOString(),
    durationMs,
  };
}
