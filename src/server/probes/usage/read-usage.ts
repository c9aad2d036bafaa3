import type { DatabaseUsage } from '../../../shared/database-usage';
import type { Evidence } from '../../../shared/observation';
import type { DatabaseSession } from '../types';
import { countersOf, numberOf, textOf } from './counters';
import { readDetails } from './index-details';
import { databaseFileQuery, indexesQuery, replicasQuery, serverQuery, tablesQuery } from './queries';

export type UsageScope = {
  schemas: readonly string[];
  versionNumber: number;
  /** Of smaller indexes nobody asks how many nulls they hold, or what a fresh one would take. */
  largeFromBytes: number;
  /** Smaller tables are left out where there are very many: no rule speaks of them. */
  judgedFromRows: number;
  tableCount: number;
};

/** From so many tables on only those are asked for that a rule may speak of, and a second connection pays. */
const MANY_TABLES = 2_000;
/** PostgreSQL's usual one. Where it is another, a few indexes more or fewer are looked at in detail. */
const PAGE_BYTES = 8_192;

/**
 * The server's counters for some schemas. Tables that never held a row, and their indexes, are left out.
 * @throws DatabaseError
 */
export async function readUsage(
  session: DatabaseSession,
  scope: UsageScope,
): Promise<{ usage: DatabaseUsage; evidence: Evidence[] }> {
  const first = await readCounters(session, scope);
  const { row } = first.server;
  const blockSize = numberOf(row.blockSize);
  const { tables, indexes } = countersOf(first.tables, first.indexes, blockSize);
  const where = { schemas: scope.schemas, blockSize, user: row.user ?? '' };
  const details = await readDetails(session, where, indexes);
  const made = await readMaking(session, row);
  const usage: DatabaseUsage = {
    now: row.now ?? '',
    countedSince: latest([row.resetAt, row.lostAt, made.at]),
    serverStartedAt: textOf(row.startedAt),
    isReplica: row.isReplica === 'true',
    replicas: first.replicas,
    tracksCounts: row.tracksCounts === 'true',
    tables,
    indexes: indexes.map(({ use }) => use),
    columns: details.columns,
    columnsUnreadable: details.unreadable,
  };
  return { usage, evidence: [...first.evidence, ...details.evidence, ...made.evidence] };
}

/** All counters in as few messages as can be; where the server refuses the two questions that it may, without those. */
async function readCounters(session: DatabaseSession, scope: UsageScope) {
  const { schemas, versionNumber } = scope;
  const isLarge = scope.tableCount >= MANY_TABLES;
  const inUse = { schemas, fromRows: isLarge ? scope.judgedFromRows : 0 };
  const largeFromPages = Math.max(1, Math.floor(scope.largeFromBytes / PAGE_BYTES));
  const [server, tables, replicas] = [serverQuery(), tablesQuery(inUse), replicasQuery()];
  const ask = async (commitTimes: boolean) => {
    const indexes = indexesQuery(inUse, { versionNumber, largeFromPages, commitTimes });
    const others = commitTimes ? [server, tables, replicas] : [server, tables];
    const [here, beside] = isLarge
      ? await Promise.all([session.cells(others), session.cells([indexes], 'beside')])
      : [await session.cells([...others, indexes]), null];
    return {
      server: here.of(server),
      tables: here.of(tables),
      indexes: (beside ?? here).of(indexes),
      replicas: commitTimes ? here.of(replicas).count : null,
      evidence: beside === null ? [here.evidence] : [here.evidence, beside.evidence],
    };
  };
  // Why it was refused does not matter where all else can be read; and where it cannot, this fails for the same reason.
  return ask(true).catch(() => ask(false));
}

/** When the database was made: its counters are no older, and no counter says so. Null where the user may not know. */
async function readMaking(
  session: DatabaseSession,
  row: Readonly<Record<string, string>>,
): Promise<{ at: string | null; evidence: Evidence[] }> {
  if (row.mayLookAtFiles !== 'true') return { at: null, evidence: [] };
  const query = databaseFileQuery(row.database ?? '');
  // One that lies in another tablespace has its file elsewhere, and a host may hide its files from everybody.
  const answers = await session.cells([query]).catch(() => null);
  if (answers === null) return { at: null, evidence: [] };
  return { at: textOf(answers.of(query).row.madeAt), evidence: [answers.evidence] };
}

/** All are written in the same way, so the later one is the larger text. */
function latest(moments: readonly (string | null | undefined)[]): string | null {
  const known = moments.filter((moment) => moment !== undefined && moment !== null && moment !== '');
  return known.sort().at(-1) ?? null;
}
