import type { IndexParts } from './counters';

/** What ANALYZE found out about a column. */
export type ColumnWidth = {
  nullFraction: number;
  /** Bytes of a value that is not null, on average. */
  width: number;
};

// PostgreSQL's documentation, "Database Page Layout" and "B-Tree Indexes".
const PAGE_HEADER = 24;
const BTREE_SPECIAL = 16;
const LINE_POINTER = 4;
const TUPLE_HEADER = 8;
const NULL_BITMAP = 8;
const ALIGNMENT = 8;
const USUAL_FILLFACTOR = 90;

/**
 * What a freshly built btree would take, in bytes: an estimate from the widths of its columns. Values that repeat are stored
 * once since PostgreSQL 13; that is not reckoned with, so the estimate is rather too large than too small.
 * @returns null where the number of entries or the statistics of a column are not known
 */
export function leanBytes(
  { entries, options }: Pick<IndexParts, 'entries' | 'options'>,
  columns: readonly (ColumnWidth | undefined)[],
  blockSize: number,
): number | null {
  const known = columns.filter((column) => column !== undefined);
  if (entries === null || known.length < columns.length) return null;
  const data = known.reduce((sum, { nullFraction, width }) => sum + (1 - nullFraction) * width, 0);
  const hasNulls = known.some(({ nullFraction }) => nullFraction > 0);
  const tuple = aligned(TUPLE_HEADER + (hasNulls ? NULL_BITMAP : 0) + data) + LINE_POINTER;
  const room = blockSize - PAGE_HEADER - BTREE_SPECIAL;
  const leaves = Math.ceil((entries * tuple) / (room * (fillfactorOf(options) / 100)));
  // Each level above holds one entry for each page below, and the first page of all describes the tree.
  let pages = leaves + 1;
  for (let level = leaves; level > 1; ) {
    level = Math.ceil((level * tuple) / room);
    pages += level;
  }
  return pages * blockSize;
}

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

function fillfactorOf(options: string): number {
  const found = /fillfactor=(\d+)/.exec(options)?.[1];
  return found === undefined ? USUAL_FILLFACTOR : Number(found);
}
