import { z } from 'zod';
import { quoteName } from '../../../checks/support/sql-text';
import type { DatabaseSchema } from '../../../shared/database-schema';
import { redact } from '../../../shared/redact';
import type { ProbeContext } from '../types';
import type { SourceAnswer } from './source';

/** So many of those that took the most time, and so many of those that were called most often. */
const TOP = 100;

/** What another role's statement is shown as to whom lacks pg_read_all_stats. */
const HIDDEN = '<insufficient privilege>';

// Statements that name the catalogue are Driftboard's own and other tools'.
const statements = (view: string) => `
WITH mine AS MATERIALIZED (
  SELECT s.query, sum(s.calls)::float8 AS calls, sum(s.total_exec_time)::float8 AS total
  FROM ${view} s
  WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
    AND (s.query = '${HIDDEN}' OR (s.query !~ 'pg_catalog[.]' AND length(s.query) < 100000
      AND s.query ~* '^(\\s|/[*]([^*]|[*][^/])*[*]/|--[^\\n]*\\n)*(with|select|insert|update|delete)\\M'))
  GROUP BY s.query)
(SELECT query, calls, total FROM mine WHERE query <> '${HIDDEN}' ORDER BY total DESC LIMIT ${TOP})
UNION (SELECT query, calls, total FROM mine WHERE query <> '${HIDDEN}' ORDER BY calls DESC LIMIT ${TOP})
UNION ALL (SELECT query, calls, total FROM mine WHERE query = '${HIDDEN}')`;
const StatementRow = z.object({ query: z.string(), calls: z.number(), total: z.number() });

/**
 * What the server itself has counted: the statements of the watched database that took the most time or were called most
 * often, by whatever role.
 * @returns null where the extension is not there
 */
export async function statementStatistics(
  context: Pick<ProbeContext, 'database'>,
  { extensions }: Pick<DatabaseSchema, 'extensions'>,
): Promise<SourceAnswer | null> {
  const extension = extensions.find(({ name }) => name === 'pg_stat_statements');
  if (extension === undefined) return null;
  const view = `${quoteName(extension.schema ?? 'public')}.pg_stat_statements`;
  try {
    const session = await context.database();
    const { rows } = await session.query(statements(view), StatementRow);
    const readable = rows.filter(({ query }) => query !== HIDDEN);
    const queries = readable
      .sort((a, b) => b.total - a.total)
      .map(({ query, calls, total }) => ({
        origin: 'pg_stat_statements' as const,
        sql: query,
        name: null,
        endpoints: [],
        story: null,
        calls,
        meanMs: calls === 0 ? null : total / calls,
      }));
    const hidden = rows.length > readable.length;
    return {
      queries,
      reason: hidden
        ? 'Statements of other roles are hidden from this user: GRANT pg_read_all_stats to it, and they are looked at too.'
        : null,
    };
  } catch (error) {
    const why = redact(error instanceof Error ? error.message : String(error));
    return { queries: null, reason: `pg_stat_statements cannot be read. ${why}` };
  }
}
