import { quoteName, quoteObject } from '../../../checks/support/sql-text';
import type { Sequence } from '../../../shared/database-schema';
import type { Evidence } from '../../../shared/observation';
import type { DatabaseSession } from '../types';
import { extremesQuery, type Fed, valuesQuery } from './sequence-queries';

/** What was found out about sequences, and why not more. */
export type Found = {
  put(one: Fed, found: { next?: string; extreme?: string | null }): void;
  lack(one: Fed, reason: string): void;
};

/** The connection that is asked. */
export type Where = 'here' | 'beside';

/** Where sequences stand and the ends of the columns, in one message. @throws DatabaseError where one of them cannot be read */
export async function readUses(
  session: DatabaseSession,
  { sequences, columns }: { sequences: readonly Fed[]; columns: readonly Fed[] },
  found: Found,
  where: Where,
): Promise<Evidence> {
  const values = sequences.length === 0 ? null : valuesQuery(sequences);
  const extremes = columns.length === 0 ? null : extremesQuery(columns);
  const answers = await session.cells(
    [values, extremes].filter((query) => query !== null),
    where,
  );
  if (values !== null) {
    const cells = answers.of(values);
    const [lasts, called] = [cells.of('last'), cells.of('called')];
    for (const [row, place] of cells.of('place').entries()) {
      const one = sequences[Number(place)];
      if (one !== undefined)
        found.put(one, { next: nextOf(one.sequence, lasts[row] ?? '', called[row] === 'true') });
    }
  }
  if (extremes !== null) {
    const cells = answers.of(extremes);
    const ends = cells.of('extreme');
    for (const [row, place] of cells.of('place').entries()) {
      const one = columns[Number(place)];
      const extreme = ends[row] ?? '';
      if (one !== undefined) found.put(one, { extreme: extreme === '' ? null : extreme });
    }
  }
  return answers.evidence;
}

/**
 * Without an index the largest value takes a scan: a few milliseconds for a table of this size. One that was never
 * analysed may be larger than anybody knows; the statement's own short limit bounds it.
 */
const SCANNED_BYTES_MAX = 8 * 1024 * 1024;

/** Whether the largest value is quickly found: as the last entry of an index, or in a small table. */
export function isQuicklyFound({ table, column }: Fed): boolean {
  if ((table.sizeBytes ?? 0) <= SCANNED_BYTES_MAX) return true;
  return table.indexes.some(
    ({ columns, method, predicate, valid, ready }) =>
      method === 'btree' && predicate === null && valid && ready && columns[0]?.name === column,
  );
}

export function noIndex({ table, column }: Fed): string {
  const target = `${quoteObject(table)}.${quoteName(column)}`;
  return `No valid index begins with ${target}, so its largest value would take a scan of a large table: create one, or compare by hand.`;
}

function nextOf(sequence: Sequence, last: string, called: boolean): string {
  if (!called) return last;
  const step = BigInt(sequence.increment);
  const next = BigInt(last) + step;
  const beyond = step > 0n ? next > BigInt(sequence.maximum) : next < BigInt(sequence.minimum);
  if (!beyond || !sequence.cycle) return String(next);
  return step > 0n ? sequence.minimum : sequence.maximum;
}
