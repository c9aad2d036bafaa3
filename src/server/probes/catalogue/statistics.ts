import type { DatabaseSchema, Index, Table } from '../../../shared/database-schema';
import type { CatalogueAnswers } from './answers';
import type { BuiltSchema } from './build-schema';

type Statistics = { rowEstimate: number | null; sizeBytes: number | null; scans: number | null };

/**
 * A schema with the rows, sizes and scans of now. Tables and indexes whose numbers are the same stay the same objects,
 * so that what was found out about them can be remembered by identity.
 */
export function withStatistics(
  { schema, oids }: BuiltSchema,
  statistics: CatalogueAnswers['statistics'],
): DatabaseSchema {
  const byOid = statisticsByOid(statistics);
  const tables = schema.tables.map((table, place): Table => {
    const own = oids[place];
    const { rowEstimate = null, sizeBytes = null } = byOid.get(own?.table ?? '') ?? {};
    let changed = rowEstimate !== table.rowEstimate || sizeBytes !== table.sizeBytes;
    const indexes = table.indexes.map((index, position): Index => {
      const found = byOid.get(own?.indexes[position] ?? '');
      const [size, scans] = [found?.sizeBytes ?? null, found?.scans ?? null];
      if (size === index.sizeBytes && scans === index.scans) return index;
      changed = true;
      return { ...index, sizeBytes: size, scans };
    });
    return changed ? { ...table, indexes, rowEstimate, sizeBytes } : table;
  });
  return { ...schema, tables };
}

function statisticsByOid(statistics: CatalogueAnswers['statistics']): Map<string, Statistics> {
  const [rows, sizes, scans] = [statistics.of('rows'), statistics.of('sizeBytes'), statistics.of('scans')];
  const numberOf = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text));
  return new Map(
    statistics.of('oid').map((oid, row) => {
      const estimate = numberOf(rows[row]);
      // Never analysed is -1: nobody knows how many rows, nor how many pages.
      const analysed = estimate !== null && estimate >= 0;
      const isIndex = scans[row] !== '';
      return [
        oid,
        {
          rowEstimate: analysed ? estimate : null,
          sizeBytes: analysed || isIndex ? numberOf(sizes[row]) : null,
          scans: numberOf(scans[row]),
        },
      ];
    }),
  );
}
