import type { Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import type { Thresholds } from '../../shared/thresholds';
import { weightOf } from './impact';
import { indexFinding } from './index-findings';
import { indexInWords } from './index-match';
import type { LargeIndex } from './large-indexes';
import { tableInWords } from './names';
import { sqlRemedy, statement } from './repair';
import { rebuildIndexSql } from './sql-index';
import { nameInText, quoteObject, quoteText } from './sql-text';
import { bytesInWords, percent } from './use-words';

export type Bloated = LargeIndex & {
  leanBytes: number;
  model: PrismaModel | undefined;
  thresholds: Thresholds;
};

/** Somebody should act where a whole large index could be won; a rebuilding harms nobody and needs no decision. */
export function bloated({ index, table, sizeBytes, leanBytes, model, thresholds }: Bloated): Finding {
  const won = sizeBytes - leanBytes;
  const share = percent(won / sizeBytes);
  return indexFinding(index, model, {
    rule: 'index.bloated',
    about: `${index.schema}.${index.table}:${index.name}`,
    ...weightOf(won >= thresholds.indexMinimumBytes ? 'costs' : 'may cost'),
    message: `Index ${index.name}, ${indexInWords(index)}, on ${tableInWords(table, model)} takes ${bytesInWords(sizeBytes)}, but by an estimate a fresh one would take ${bytesInWords(leanBytes)}: ${share} of it may be empty.`,
    expected: `less than ${percent(thresholds.bloatFraction)} of its pages to spare (an estimate)`,
    observed: `about ${share} to spare, ${bytesInWords(won)} of ${bytesInWords(sizeBytes)} (an estimate)`,
    remedy: sqlRemedy([
      statement(rebuildIndexSql(index, table), 'index', {
        lock: 'SHARE UPDATE EXCLUSIVE',
        lockedTable: nameInText(index),
        scans: true,
        transaction: 'outside',
        note: `An estimate: where pgstattuple is installed, SELECT avg_leaf_density FROM pgstatindex(${quoteText(quoteObject(index))}) measures it. The rebuilding needs room for a second index meanwhile, up to ${bytesInWords(sizeBytes)}, and waits for transactions that are older.`,
      }),
    ]),
  });
}
