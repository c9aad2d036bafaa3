import type { IndexUse, TableUse } from '../../../shared/database-usage';
import { type Cells, unexpectedValue } from '../catalogue/cells';
import type { indexesQuery, tablesQuery } from './queries';

type FieldsOf<Q extends { fields: Readonly<Record<string, string>> }> = Extract<keyof Q['fields'], string>;
export type IndexCells = Cells<FieldsOf<ReturnType<typeof indexesQuery>>>;
export type TableCells = Cells<FieldsOf<ReturnType<typeof tablesQuery>>>;

export type CountedIndex = {
  use: IndexUse;
  /** What it is made of; null for a small one. */
  parts: IndexParts | null;
};

/** What the size of an index is reckoned from. */
export type IndexParts = {
  oid: string;
  tableOid: string;
  isBtree: boolean;
  /** Positions of its columns, as `indkey` has them: 0 for an expression, INCLUDE at the end. */
  keys: readonly number[];
  /** As `reloptions` has them: `{fillfactor=70}`. */
  options: string;
  /** Null where nobody has counted them. */
  entries: number | null;
};

export type Counters = { tables: TableUse[]; indexes: CountedIndex[] };

/** Both answers, which are about the same tables. @throws DatabaseError where one is not of the form */
export function countersOf(tables: TableCells, indexes: IndexCells, blockSize: number): Counters {
  const byOid = new Map<string, TableUse>();
  const [schemas, names, estimates, live] = [
    tables.of('schema'),
    tables.of('name'),
    tables.of('estimate'),
    tables.of('live'),
  ];
  const [dead, modified, sequential] = [
    tables.of('dead'),
    tables.of('modified'),
    tables.of('sequentialScans'),
  ];
  const [inserts, updates, hot, deletes] = [
    tables.of('inserts'),
    tables.of('updates'),
    tables.of('hotUpdates'),
    tables.of('deletes'),
  ];
  const [analyzed, vacuumed] = [tables.of('analyzedAt'), tables.of('vacuumed')];
  for (const [row, oid] of tables.of('oid').entries()) {
    const analyzedAt = momentOf(analyzed[row]);
    const rows = numberOf(live[row]);
    const isCounted = analyzedAt !== null || vacuumed[row] === 'true';
    byOid.set(oid, {
      schema: schemas[row] ?? '',
      name: names[row] ?? '',
      // Until VACUUM or ANALYZE has counted, the counter knows only the rows that came since it began anew.
      liveRows: isCounted ? rows : Math.max(rows, numberOf(estimates[row])),
      deadRows: numberOf(dead[row]),
      modifiedRows: numberOf(modified[row]),
      sequentialScans: numberOf(sequential[row]),
      indexScans: 0,
      inserts: numberOf(inserts[row]),
      updates: numberOf(updates[row]),
      hotUpdates: numberOf(hot[row]),
      deletes: numberOf(deletes[row]),
      analyzedAt,
    });
  }
  return { tables: [...byOid.values()], indexes: indexesOf(indexes, byOid, blockSize) };
}

function indexesOf(
  cells: IndexCells,
  tables: ReadonlyMap<string, TableUse>,
  blockSize: number,
): CountedIndex[] {
  const [names, scans, lastScans, making] = [
    cells.of('name'),
    cells.of('scans'),
    cells.of('lastScanAt'),
    cells.of('madeAt'),
  ];
  const [pages, parts] = [cells.of('pages'), cells.of('parts')];
  return cells.of('table').flatMap((tableOid, row): CountedIndex[] => {
    const table = tables.get(tableOid);
    // The counters of an index and of its table are not of one moment: the first row may have come between the two.
    if (table === undefined) return [];
    const use: IndexUse = {
      schema: table.schema,
      table: table.name,
      name: names[row] ?? '',
      scans: numberOf(scans[row]),
      lastScanAt: momentOf(lastScans[row]),
      madeAt: momentOf(making[row]),
      sizeBytes: pages[row] === '' ? null : numberOf(pages[row]) * blockSize || null,
      leanBytes: null,
    };
    table.indexScans = (table.indexScans ?? 0) + use.scans;
    return [{ use, parts: partsOf(parts[row], tableOid) }];
  });
}

function partsOf(text: string | undefined, tableOid: string): IndexParts | null {
  if (text === undefined || text === '') return null;
  const [oid = '', counted, isBtree, keys = '', options = ''] = text.split('/', 5);
  const entries = numberOf(counted);
  return {
    oid,
    tableOid,
    isBtree: isBtree === 't',
    keys: keys.split(' ').map(Number),
    options,
    entries: entries < 0 ? null : entries,
  };
}

/** Seconds since 1970 as ISO 8601. */
function momentOf(seconds: string | undefined): string | null {
  const text = textOf(seconds);
  return text === null ? null : new Date(numberOf(text) * 1_000).toISOString();
}

/** A NULL and an empty text are the same in a cell. */
export function textOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** @throws DatabaseError where it is none */
export function numberOf(text: string | undefined): number {
  const number = Number(text);
  if (text === undefined || text === '' || !Number.isFinite(number))
    throw unexpectedValue(text ?? '', 'statistics');
  return number;
}
