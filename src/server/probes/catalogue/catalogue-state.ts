import type { DatabaseSession } from '../types';
import type { CellQuery } from './cells';

/**
 * Whether anything in the catalogue has changed, in one statement that prints nothing.
 *
 * Each row version carries in `xmin` the transaction that wrote it. For each catalogue that a DatabaseSchema is made of,
 * or that a printed expression names things from, the statement folds how many rows each transaction has left there. Any
 * committed DDL shows: a row that was not there before was written by a transaction that the earlier snapshot did not
 * see, so none of the earlier rows carries its number; and where rows only went, there are fewer. That is why the rows
 * are counted by transaction: a plain sum of `xmin` could come out the same when several transactions that ran at the
 * same time are seen to finish in another order. The fold is a 64-bit hash, summed.
 *
 * What is left, and what closes it: numbers of transactions come round after 2^32 (the distance is looked at, see
 * `isNear`); another server or a restored one under the same name (`identity`); what a superuser writes into the files
 * past PostgreSQL (a whole reading every so often, see VERIFY_WHOLE_AFTER). In-place updates keep `xmin`: PostgreSQL makes
 * them only for row estimates, pages and hints such as `relhasindex`, which the schema is not made of.
 */
const CATALOGUES = [
  'pg_class',
  'pg_attribute',
  'pg_attrdef',
  'pg_constraint',
  'pg_index',
  'pg_type',
  'pg_enum',
  'pg_trigger',
  'pg_policy',
  'pg_rewrite',
  'pg_sequence',
  'pg_inherits',
  'pg_namespace',
  'pg_extension',
  // What expressions name.
  'pg_proc',
  'pg_operator',
  'pg_opclass',
  'pg_opfamily',
  'pg_collation',
  'pg_am',
  'pg_ts_config',
  'pg_ts_dict',
] as const;

const folded = (table: string, where = 'true') => `(
    SELECT coalesce(sum(g.rows), 0) || ':' || coalesce(sum(pg_catalog.hash_record_extended(ROW(g.xid, g.rows), 0)), 0)
    FROM (SELECT xmin AS xid, count(*) AS rows FROM pg_catalog.${table} WHERE ${where} GROUP BY xmin) g)`;

const STATE: CellQuery<string> = {
  what: 'states of the catalogue',
  fields: {
    versionNumber: `pg_catalog.current_setting('server_version_num')`,
    at: `pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    identity: `pg_catalog.concat_ws(' ', (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
    pg_catalog.inet_server_addr(), pg_catalog.inet_server_port(), pg_catalog.pg_is_in_recovery(),
    extract(epoch FROM pg_catalog.pg_postmaster_start_time()))`,
    nextTransaction: 'pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())',
    ...Object.fromEntries(CATALOGUES.map((table) => [table, folded(table)])),
    // Of the many dependencies only those: what belongs to an extension, and which column a sequence belongs to.
    pg_depend: folded(
      'pg_depend',
      `deptype = 'e' OR deptype IN ('a', 'i') AND refobjsubid > 0 AND classid = 'pg_catalog.pg_class'::regclass`,
    ),
    // Those that policies name. pg_authid is closed to most users, and its view has no xmin.
    pg_roles: `(SELECT count(*) || ':' || coalesce(sum(pg_catalog.hash_record_extended(ROW(oid, rolname), 0)), 0)
    FROM pg_catalog.pg_roles WHERE oid IN (SELECT pg_catalog.unnest(polroles) FROM pg_catalog.pg_policy))`,
  },
  from: 'FROM (SELECT 1) AS one',
};

/** Numbers of transactions are compared only within half of their circle. */
const HALF_CIRCLE = 2n ** 31n;

/** The state of the catalogue at a session's moment. */
export type CatalogueState = {
  versionNumber: number;
  /** The moment, by the server's clock. */
  at: string;
  /** Of the server and the database. */
  identity: string;
  columnCount: number;
  /** @returns whether nothing was changed between the two */
  sameAs(earlier: CatalogueState): boolean;
  nextTransaction: bigint;
  fold: string;
};

/**
 * @param along questions that go in the same message
 * @throws DatabaseError
 */
export async function readState(session: DatabaseSession, along: readonly CellQuery<string>[] = []) {
  const answers = await session.cells([STATE, ...along]);
  const { row } = answers.of(STATE);
  const fold = [...CATALOGUES, 'pg_depend', 'pg_roles'].map((name) => row[name] ?? '').join(' ');
  const state: CatalogueState = {
    versionNumber: Number(row.versionNumber),
    at: row.at ?? '',
    identity: row.identity ?? '',
    columnCount: Number(row.pg_attribute?.split(':')[0]),
    nextTransaction: BigInt(row.nextTransaction ?? '0'),
    fold,
    sameAs: (earlier) =>
      earlier.identity === state.identity && isNear(earlier, state) && earlier.fold === state.fold,
  };
  return { state, evidence: answers.evidence, of: answers.of };
}

function isNear(earlier: CatalogueState, later: CatalogueState): boolean {
  const distance = later.nextTransaction - earlier.nextTransaction;
  return distance >= 0n && distance < HALF_CIRCLE;
}
