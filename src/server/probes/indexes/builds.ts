import { z } from 'zod';
import type { IndexBuild } from '../../../shared/database-usage';
import { redact } from '../../../shared/redact';
import { schemaList } from '../catalogue/queries';
import { NO_DATABASE, watchedSchemas } from '../catalogue/watched-schemas';
import { failed, notConfigured, observed, type Probe } from '../types';

/** Which of the indexes that are not valid somebody is building, rebuilding or dropping at this moment. */
export const indexBuildsProbe: Probe<'database.index-builds'> = {
  need: 'database.index-builds',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const session = await context.database();
      const schemas = await watchedSchemas(context);
      const { rows, evidence } = await session.query(buildsSql(schemas), Row);
      return observed(rows.length === 0 ? NONE : rows.map(buildOf), evidence);
    } catch (error) {
      const reason = redact(error instanceof Error ? error.message : String(error));
      return failed(`Which indexes are being built at this moment could not be read: ${reason}`);
    }
  },
};

/** The usual answer is always this object, so that what was found out with it stays known. */
const NONE: readonly IndexBuild[] = [];

const Row = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  phase: z.string().nullable(),
  blocks: z.coerce.number().nonnegative(),
  blocksDone: z.coerce.number().nonnegative(),
});

function buildOf({ schema, table, name, phase, blocks, blocksDone }: z.infer<typeof Row>): IndexBuild {
  return { schema, table, name, phase, done: blocks === 0 ? null : Math.min(1, blocksDone / blocks) };
}

/**
 * An index that is not valid is worked on where
 * - the server names it as what a CREATE INDEX or REINDEX has in hand (its own columns are told to its role, to superusers
 *   and to members of pg_read_all_stats; to others a row says only which process builds something), or
 * - somebody holds it by SHARE UPDATE EXCLUSIVE, which only DROP INDEX and REINDEX CONCURRENTLY do, or
 * - the process that builds something, of which no more may be seen, holds its table by the lock that CREATE INDEX takes:
 *   pg_locks is open to everybody. Which of several that are not valid on one table is meant cannot be seen then, unless
 *   the process holds one of them at this moment.
 */
function buildsSql(schemas: readonly string[]): string {
  return `WITH waiting AS (
  SELECT i.indexrelid, i.indrelid, n.nspname, t.relname AS tablename, c.relname
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT (i.indisvalid AND i.indisready) AND n.nspname = ANY (${schemaList({ schemas })})
), building AS (
  SELECT p.pid, p.relid, p.index_relid, p.phase, p.blocks_total, p.blocks_done
  FROM pg_catalog.pg_stat_progress_create_index p
  WHERE p.datname = pg_catalog.current_database()
), held AS (
  SELECT l.pid, l.relation, l.mode
  FROM pg_catalog.pg_locks l
  WHERE l.locktype = 'relation' AND l.granted AND EXISTS (SELECT FROM waiting)
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
)
SELECT w.nspname AS "schema", w.tablename AS "table", w.relname AS "name", b.phase,
  coalesce(b.blocks_total, 0)::float8 AS "blocks", coalesce(b.blocks_done, 0)::float8 AS "blocksDone"
FROM waiting w
LEFT JOIN LATERAL (
  SELECT * FROM building b
  WHERE b.index_relid = w.indexrelid
    OR b.relid IS NULL AND EXISTS (
      SELECT FROM held h
      WHERE h.pid = b.pid AND (
        h.relation = w.indexrelid
        OR h.relation = w.indrelid AND h.mode IN ('ShareUpdateExclusiveLock', 'ShareLock')
          AND NOT EXISTS (
            SELECT FROM held o JOIN waiting x ON x.indexrelid = o.relation
            WHERE o.pid = b.pid AND x.indrelid = w.indrelid
          )
      )
    )
  LIMIT 1
) b ON true
WHERE b.pid IS NOT NULL OR EXISTS (
  SELECT FROM held h WHERE h.relation = w.indexrelid AND h.mode = 'ShareUpdateExclusiveLock'
)
ORDER BY 1, 2, 3`;
}
