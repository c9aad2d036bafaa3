import { quoteName, quoteObject } from '../../../checks/support/sql-text';
import type { Sequence, Table } from '../../../shared/database-schema';
import type { CellQuery } from './cells';

/** A sequence and the column that it feeds. */
export type Fed = { sequence: Sequence; table: Table; column: string };

/** Reading the end of an index is quick; where it is not, it is given up soon. */
const LIMIT_MS = 500;

/**
 * Where sequences stand. They are read as the relations that they are: PostgreSQL's functions and its view `pg_sequences`
 * keep a lock until the end of the transaction, and do not tell a sequence that was set from one that was never asked.
 */
export function valuesQuery(fed: readonly Fed[]): CellQuery<'place' | 'last' | 'called'> {
  const each = fed.map(
    ({ sequence }, place) => `SELECT ${place} AS place, last_value, is_called FROM ${quoteObject(sequence)}`,
  );
  return {
    what: 'sequences',
    fields: { place: 's.place', last: 's.last_value', called: 's.is_called' },
    from: `FROM (${each.join('\n  UNION ALL ')}) s`,
    limitMs: LIMIT_MS,
  };
}

/** The largest value of each column, the smallest where its sequence counts down; by the end of an index. */
export function extremesQuery(fed: readonly Fed[]): CellQuery<'place' | 'extreme'> {
  const each = fed.map(({ sequence, table, column }, place) => {
    const end = sequence.increment.startsWith('-') ? 'min' : 'max';
    return `SELECT ${place} AS place, (SELECT pg_catalog.${end}(${quoteName(column)}) FROM ${quoteObject(table)})::text AS extreme`;
  });
  return {
    what: 'columns with a sequence',
    fields: { place: 's.place', extreme: 's.extreme' },
    from: `FROM (${each.join('\n  UNION ALL ')}) s`,
    limitMs: LIMIT_MS,
  };
}
