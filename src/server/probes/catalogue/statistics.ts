import type { DatabaseSchema, Index, Table } from '../../../shared/database-schema';
import { sharesStructure } from '../../engine/same-structure';
import type { CatalogueAnswers } from './answers';
import type { BuiltSchema } from './build-schema';

/**
 * A schema with the rows and sizes of now. Tables and indexes whose numbers are the same stay the same objects,
 * so that what was found out about them can be remembered by identity.
 */
export function withStatistics(
  { schema, oids }: BuiltSchema,
  statistics: CatalogueAnswers['statistics'],
): DatabaseSchema {
  const rows = new Map(statistics.of('oid').map((oid, row) => [oid, row]));
  const [estimates, sizes] = [statistics.of('rows'), statistics.of('sizeBytes')];
  const tables = schema.tables.map((table, place): Table => {
    const own = oids[place];
    const row = rows.get(own?.table ?? '') ?? -1;
    const estimate = numberOf(estimates[row]);
    // Never analysed is -1: nobody knows how many rows, nor how many pages.
    const rowEstimate = estimate === null || estimate < 0 ? null : estimate;
    const sizeBytes = rowEstimate === null ? null : numberOf(sizes[row]);
    let changed = rowEstimate !== table.rowEstimate || sizeBytes !== table.sizeBytes;
    const indexes = table.indexes.map((index, position): Index => {
      const found = rows.get(own?.indexes[position] ?? '') ?? -1;
      const size = numberOf(sizes[found]);
      if (size === index.sizeBytes) return index;
      changed = true;
      return { ...index, sizeBytes: size };
    });
    return changed ? { ...table, indexes, rowEstimate, sizeBytes } : table;
  });
  const now = { ...schema, tables };
  sharesStructure(now, schema);
  return now;
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}
