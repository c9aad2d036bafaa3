import { quoteLiteral } from '../../sql/literal';
import type { CellQuery } from '../catalogue/cells';
import { schemaList, watched } from '../catalogue/queries';

function query<F extends string>(what: string, fields: Record<F, string>, from: string): CellQuery<F> {
  return { what, fields, from };
}

/** A moment as ISO 8601, whatever the session's time zone is. */
const moment = (sql: string) =>
  `pg_catalog.to_char((${sql}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A moment as seconds since 1970: of many, that is written faster. */
const seconds = (sql: string) => `pg_catalog.date_part('epoch', ${sql})`;

/**
 * The server and its counters as a whole. From PostgreSQL 15 on nothing says when a database's counters were lost in a crash, but
 * the counters of the whole server begin anew at the same moment, and tell it: the oldest of theirs is that moment, or later
 * where somebody has reset each of them by hand since.
 */
export function serverQuery() {
  return query(
    'servers',
    {
      now: moment('pg_catalog.clock_timestamp()'),
      resetAt: moment('pg_catalog.pg_stat_get_db_stat_reset_time(d.oid)'),
      lostAt: moment(`LEAST(pg_catalog.pg_stat_get_bgwriter_stat_reset_time(),
    (SELECT a.stats_reset FROM pg_catalog.pg_stat_get_archiver() a),
    (SELECT w.stats_reset FROM pg_catalog.pg_stat_get_wal() w))`),
      startedAt: moment('pg_catalog.pg_postmaster_start_time()'),
      isReplica: 'pg_catalog.pg_is_in_recovery()',
      tracksCounts: `pg_catalog.current_setting('track_counts') = 'on' AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_db_role_setting r, pg_catalog.unnest(r.setconfig) AS setting
    WHERE r.setdatabase IN (0, d.oid) AND setting ~* '^track_counts=(off|false|no|0)$')`,
      blockSize: `pg_catalog.current_setting('block_size')`,
      database: 'd.oid',
      user: 'current_user',
      mayLookAtFiles: `pg_catalog.has_function_privilege('pg_catalog.pg_stat_file(text)', 'EXECUTE')`,
    },
    'FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()',
  );
}

/** Standbys: whoever has no other right sees the rows all the same. A stream of changes or a backup answers no query. */
export function replicasQuery() {
  return query(
    'replicas',
    { pid: 'w.pid' },
    `FROM pg_catalog.pg_stat_get_wal_senders() w
WHERE w.state IS DISTINCT FROM 'backup' AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_replication_slots s WHERE s.active_pid = w.pid AND s.slot_type = 'logical')`,
  );
}

const WRITES = ['inserted', 'updated', 'deleted'].map(
  (what) => `pg_catalog.pg_stat_get_tuples_${what}(c.oid)`,
);

/** Which tables and whose indexes: those that hold rows, so many at least, or were written to. */
export type InUse = { schemas: readonly string[]; fromRows: number };

function tablesInUse({ schemas, fromRows }: InUse): string {
  const rows = Math.max(fromRows, 1);
  const touched = fromRows > 0 ? '' : ` OR ${WRITES.join(' + ')} > 0`;
  return `${watched({ schemas }, "'r', 'm'")}
AND (c.reltuples >= ${rows} OR pg_catalog.pg_stat_get_live_tuples(c.oid) >= ${rows}${touched})`;
}

export function tablesQuery(inUse: InUse) {
  const [inserts = '', updates = '', deletes = ''] = WRITES;
  return query(
    'tables in use',
    {
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.relname',
      estimate: 'c.reltuples',
      live: 'pg_catalog.pg_stat_get_live_tuples(c.oid)',
      dead: 'pg_catalog.pg_stat_get_dead_tuples(c.oid)',
      modified: 'pg_catalog.pg_stat_get_mod_since_analyze(c.oid)',
      sequentialScans: 'pg_catalog.pg_stat_get_numscans(c.oid)',
      inserts,
      updates,
      hotUpdates: 'pg_catalog.pg_stat_get_tuples_hot_updated(c.oid)',
      deletes,
      analyzedAt: seconds(`GREATEST(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
    pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid))`),
      vacuumed: `coalesce(pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
    pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)) IS NOT NULL`,
    },
    `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${tablesInUse(inUse)}`,
  );
}

/**
 * @param largeFromPages only of indexes of so many pages is it asked what they are made of: each field of each index costs
 * @param commitTimes whether the server may be asked when a transaction was committed, where it keeps that
 */
export function indexesQuery(
  inUse: InUse,
  {
    versionNumber,
    largeFromPages,
    commitTimes,
  }: { versionNumber: number; largeFromPages: number; commitTimes: boolean },
) {
  return query(
    'indexes in use',
    {
      table: 'i.indrelid',
      name: 'ic.relname',
      scans: 'pg_catalog.pg_stat_get_numscans(i.indexrelid)',
      lastScanAt: versionNumber >= 160_000 ? seconds('pg_catalog.pg_stat_get_lastscan(i.indexrelid)') : `''`,
      // A subquery is asked once, the bare function once for each index.
      madeAt: commitTimes
        ? `CASE WHEN (SELECT pg_catalog.current_setting('track_commit_timestamp') = 'on') THEN ${seconds('pg_catalog.pg_xact_commit_timestamp(ic.xmin)')} END`
        : `''`,
      // Of a table that was never looked at nobody knows the size, nor those of its indexes.
      pages: 'CASE WHEN c.reltuples >= 0 THEN ic.relpages END',
      // 403 is btree, on every server.
      parts: `CASE WHEN c.reltuples >= 0 AND ic.relpages >= ${largeFromPages}
    THEN pg_catalog.concat_ws('/', i.indexrelid, ic.reltuples, ic.relam = 403, i.indkey, ic.reloptions) END`,
    },
    `FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
WHERE ${tablesInUse(inUse)}`,
  );
}

/** When the database was made: the file is written once. Only for whoever may look at files. */
export function databaseFileQuery(database: string) {
  return query(
    'database files',
    {
      madeAt: moment(
        `(pg_catalog.pg_stat_file('base/' || ${quoteLiteral(database)} || '/PG_VERSION', true)).modification`,
      ),
    },
    'FROM (SELECT 1) AS one',
  );
}

/** What ANALYZE found out about columns: as the view shows them, which leaves out what the user may not read. */
export function columnStatisticsQuery(schemas: readonly string[], relations: readonly string[]) {
  // Only constants reach the inside of that view: a join would read all of it.
  return query(
    'analysed columns',
    {
      schema: 's.schemaname',
      relation: 's.tablename',
      column: 's.attname',
      nullFraction: 's.null_frac',
      width: 's.avg_width',
    },
    `FROM pg_catalog.pg_stats s
WHERE s.schemaname = ANY (${schemaList({ schemas })}::name[]) AND NOT s.inherited
AND s.tablename = ANY (ARRAY[${relations.map(quoteLiteral).join(', ')}]::name[])`,
  );
}

/** The columns of some relations by their positions, and whether their statistics are hidden from the user. */
export function columnsOfQuery(oids: readonly string[]) {
  return query(
    'columns',
    {
      relation: 'a.attrelid',
      position: 'a.attnum',
      schema: 'n.nspname',
      relationName: 'c.relname',
      name: 'a.attname',
      mayRead: `pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')`,
      hidesRows: 'c.relrowsecurity AND pg_catalog.row_security_active(c.oid)',
    },
    `FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.oid = ANY (ARRAY[${oids.join(', ')}]::oid[])`,
  );
}
