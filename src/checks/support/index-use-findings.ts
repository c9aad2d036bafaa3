import type { Index, Table } from '../../shared/database-schema';
import type { Finding, Remedy } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { Thresholds } from '../../shared/thresholds';
import { weightOf } from './impact';
import { indexFinding } from './index-findings';
import { indexInWords } from './index-match';
import { tableInWords } from './names';
import { sqlRemedy } from './repair';
import { dropIndexStatements } from './repair-index';
import { quoteObject, quoteText } from './sql-text';
import { aDay } from './use-window';
import { bytesInWords, dayOf, daysInWords, figure } from './use-words';

/** An index that may be spared, with what the counters say of it. */
export type UsedIndex = {
  index: Index;
  table: Table;
  model: PrismaModel | undefined;
  /** Where it is declared, if anywhere. */
  declared: Index | undefined;
  scans: number;
  sizeBytes: number | null;
  /** Since when, and for how many days, its scans are counted. */
  since: string;
  days: number;
  lastScanAt: string | null;
  /** Null where this server counts none. */
  writesADay: number | null;
  /** What other servers may know, as a sentence. */
  others: string | null;
  /** Whether it is known when the index was made. */
  isAge: boolean;
};

/** No query has used it. Somebody should act where there is something to win and no other server that may use it. */
export function unused(one: UsedIndex, { indexMinimumBytes }: Thresholds): Finding {
  const costs = one.others === null && one.sizeBytes !== null && one.sizeBytes >= indexMinimumBytes;
  return finding(one, {
    rule: 'index.unused',
    ...weightOf(costs ? 'costs' : 'may cost'),
    message: sentenceOf(one, `no query has used it since ${dayOf(one.since)}, in ${daysInWords(one.days)}`),
    expected: `at least one scan since ${dayOf(one.since)}`,
    observed: `0 scans in ${daysInWords(one.days)}${costOf(one)}`,
  });
}

/** The few scans may be those of a monthly report that nobody would want to wait for: told, and no more. */
export function rarelyUsed(one: UsedIndex, writesADay: number, thresholds: Thresholds): Finding {
  const scansADay = aDay(one.scans, one.days);
  const last = one.lastScanAt === null ? '' : `, last on ${dayOf(one.lastScanAt)}`;
  return finding(one, {
    rule: 'index.rarely-used',
    ...weightOf('may cost'),
    message: sentenceOf(
      one,
      `since ${dayOf(one.since)}, in ${daysInWords(one.days)}, queries have used it only ${figure(one.scans)} times${last}: ${figure(writesADay / scansADay)} writes for each`,
    ),
    expected: `at least ${figure(thresholds.rarelyUsedScansPerDay)} scans a day, or fewer than ${figure(thresholds.rarelyUsedWritesPerScan)} writes for each`,
    observed: `${figure(scansADay)} ${figure(scansADay) === '1' ? 'scan' : 'scans'} a day${costOf(one)}`,
  });
}

function sentenceOf({ index, table, model, sizeBytes, writesADay, others }: UsedIndex, what: string): string {
  const writes = writesADay === null ? '' : ` and is written to ${figure(writesADay)} times a day`;
  const cost = `Index ${index.name}, ${indexInWords(index)}, on ${tableInWords(table, model)} takes ${bytesInWords(sizeBytes)}${writes}, but ${what}.`;
  return others === null ? cost : `${cost} ${others}`;
}

function costOf({ sizeBytes, writesADay }: UsedIndex): string {
  const writes = writesADay === null ? '' : `, ${figure(writesADay)} writes a day`;
  return `, ${bytesInWords(sizeBytes)}${writes}`;
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'message' | 'expected' | 'observed'>;

function finding(one: UsedIndex, parts: Parts): Finding {
  const { index, table, model, declared } = one;
  const found = indexFinding(index, model, {
    ...parts,
    about: `${index.schema}.${index.table}:${index.name}`,
    remedy: before(one),
    alternative: sqlRemedy(
      dropIndexStatements(
        index,
        table,
        'drop',
        `No row is lost, but a query that needs it becomes slow: this brings it back: ${index.definition.replaceAll('\n', ' ')}`,
      ),
    ),
  });
  return declared?.source === undefined ? found : { ...found, source: declared.source };
}

/** What to find out before anybody drops it: the counters alone do not decide. */
function before({ index, isAge }: UsedIndex): Remedy {
  const age = isAge ? '' : ' When it was made the server does not say: a new one has had no time yet.';
  const expression = index.columns.some(({ name }) => name === null)
    ? ' Without it ANALYZE also keeps no statistics of its expression, and plans may change.'
    : '';
  return {
    kind: 'note',
    text: `Ask who needs it (a report once a month, a year's end, an emergency) before it is dropped, and take its declaration out with it.${age}${expression}\nTo see it: SELECT * FROM pg_stat_user_indexes WHERE indexrelid = ${quoteText(quoteObject(index))}::regclass;`,
  };
}
