import type { DatabaseSession } from '../types';
import type { CellQuery } from './cells';

/**
 * Whether anything in the catalogue has changed, in one statement that prints nothing.
 *
 * Where the server has begun and ended no writing transaction at all since an earlier moment at which none was open, what
 * can be seen is what could be seen then: the two snapshots are the same.
 *
 * Otherwise: each row version carries in `xmin` the transaction that wrote it. The statement folds these of all catalogues
 * that a DatabaseSchema is made of, or that a printed expression names things from. Any committed DDL shows: a row that
 * was not there before was written by a transaction that the earlier snapshot did not see, so none of the earlier rows
 * carries its number; and where rows only went, there are fewer. The fold is a 64-bit hash of each, summed: a plain sum of
 * `xmin` could come out the same when several transactions that ran at the same time are seen to finish in another order.
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

/** Of the many dependencies only those: what belongs to an extension, and which column a sequence belongs to. */
const DEPENDENCIES = `deptype = 'e' OR deptype IN ('a', 'i') AND refobjsubid > 0 AND classid = 'pg_catalog.pg_class'::regclass`;

const WRITERS = [
  ...CATALOGUES.map((table) => `SELECT xmin AS xid FROM pg_catalog.${table}`),
  `SELECT xmin FROM pg_catalog.pg_depend WHERE ${DEPENDENCIES}`,
].join(' UNION ALL\n      ');

/**
 * A transaction's number has no cast to a number. Its distance from a fixed one is one, the same at every moment; that of
 * the two that stand for the making of the catalogue itself (`age` calls them infinitely old) is not, so they only count.
 */
const FOLD = `(SELECT pg_catalog.count(*) || ':' || coalesce(pg_catalog.sum(pg_catalog.hashint8extended(
      nullif(pg_catalog.age(xid), 2147483647) - (SELECT pg_catalog.age('3'::xid)::int8), 0)), 0)
    FROM (${WRITERS}) w)`;

/** Those that policies name: pg_authid is closed to most users, and its view has no xmin. */
const ROLES = `(SELECT pg_catalog.count(*) || ':' || coalesce(pg_catalog.sum(pg_catalog.hashtextextended(role || ' ' || pg_catalog.pg_get_userbyid(role), 0)), 0)
    FROM (SELECT pg_catalog.unnest(polroles) AS role FROM pg_catalog.pg_policy) p)`;

type Field = 'versionNumber' | 'at' | 'identity' | 'snapshot' | 'columnBytes' | 'fold';

/** @param isProven nothing was written since a known moment: then the server need not even plan a way through all catalogues */
function stateQuery(isProven: boolean): CellQuery<Field> {
  return {
    what: 'states of the catalogue',
    fields: {
      versionNumber: `pg_catalog.current_setting('server_version_num')`,
      at: `pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      identity: `pg_catalog.concat_ws(' ', (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
    pg_catalog.inet_server_addr(), pg_catalog.inet_server_port(), pg_catalog.pg_is_in_recovery(),
    extract(epoch FROM pg_catalog.pg_postmaster_start_time()))`,
      snapshot: 'pg_catalog.pg_current_snapshot()',
      columnBytes: `pg_catalog.pg_relation_size('pg_catalog.pg_attribute')`,
      fold: isProven ? `''` : `${FOLD} || ' ' || ${ROLES}`,
    },
    from: 'FROM (SELECT 1) AS one',
  };
}

/** Numbers of transactions are compared only within half of their circle. */
const HALF_CIRCLE = 2n ** 31n;

/** The state of the catalogue at a session's moment. */
export type CatalogueState = {
  versionNumber: number;
  /** The moment, by the server's clock. */
  at: string;
  /** Of the server and the database. */
  identity: string;
  /** What the columns of all tables take in the catalogue. */
  columnBytes: number;
  /** @returns whether nothing was changed between the two */
  sameAs(earlier: CatalogueState): boolean;
  nextTransaction: bigint;
  /** Which transactions can be seen. */
  snapshot: string;
  /** Null where the catalogue was not gone through, because nothing was written since a moment that was given. */
  fold: string | null;
};

/**
 * @param along questions that go in the same message
 * @param proven snapshots of quiet moments (see `isQuiet`) whose catalogue is known
 * @throws DatabaseError
 */
export async function readState(
  session: DatabaseSession,
  along: readonly CellQuery<string>[] = [],
  proven: readonly string[] = [],
) {
  const query = stateQuery(proven.includes(session.moment()));
  const answers = await session.cells([query, ...along]);
  const { row } = answers.of(query);
  const snapshot = row.snapshot ?? '';
  const state: CatalogueState = {
    versionNumber: Number(row.versionNumber),
    at: row.at ?? '',
    identity: row.identity ?? '',
    columnBytes: Number(row.columnBytes),
    nextTransaction: BigInt(snapshot.split(':')[1] ?? '0'),
    snapshot,
    fold: row.fold === undefined || row.fold === '' ? null : row.fold,
    sameAs: (earlier) => sameState(earlier, state),
  };
  return { state, evidence: answers.evidence, of: answers.of };
}

/**
 * Whether nothing was changed between two states: nothing was written at all between them, or their folds are the same.
 * That neither was folded says nothing.
 */
export function sameState(earlier: CatalogueState, later: CatalogueState): boolean {
  if (earlier.identity !== later.identity || !isNear(earlier, later)) return false;
  if (isQuiet(earlier.snapshot) && earlier.snapshot === later.snapshot) return true;
  return earlier.fold !== null && earlier.fold === later.fold;
}

/**
 * Whether no writing transaction was open: only then does the snapshot alone say what can be seen. A standby does not name
 * those that are open, but counts from the first of them.
 */
export function isQuiet(snapshot: string): boolean {
  const [first, next, open] = snapshot.split(':');
  return first !== undefined && first === next && open === '';
}

function isNear(earlier: CatalogueState, later: CatalogueState): boolean {
  const distance = later.nextTransaction - earlier.nextTransaction;
  return distance >= 0n && distance < HALF_CIRCLE;
}
