import type { Index } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import { weightOf } from './impact';
import { indexFinding } from './index-findings';
import { indexInWords } from './index-match';
import type { LargeIndex } from './large-indexes';
import { readable, tableInWords } from './names';
import { sqlRemedy } from './repair';
import { createIndexStatements, dropIndexStatements } from './repair-index';
import { cutName, quoteName } from './sql-text';
import { bytesInWords, percent } from './use-words';

export type NullHeavy = LargeIndex & {
  column: string;
  /** The share of rows that have no value in it, and from which share on that is told. */
  fraction: number;
  limit: number;
  model: PrismaModel | undefined;
  declared: Index | undefined;
};

/** A smaller index would do, unless somebody asks for the nulls: only those who know the queries can tell. */
export function nullHeavy({ index, table, sizeBytes, model, declared, ...of }: NullHeavy): Finding {
  const { column, fraction } = of;
  const name = readable(column);
  const partial: Index = {
    ...index,
    name: cutName(index.name, '_not_null'),
    predicate: `${quoteName(column)} IS NOT NULL`,
    origin: null,
  };
  const found = indexFinding(index, model, {
    rule: 'index.null-heavy',
    about: `${index.schema}.${index.table}:${index.name}`,
    ...weightOf('may cost'),
    message: `Index ${index.name}, ${indexInWords(index)}, on ${tableInWords(table, model)} takes ${bytesInWords(sizeBytes)}, but ${percent(fraction)} of the rows have no ${name}: one of the others alone would be smaller.`,
    expected: `less than ${percent(of.limit)} of the rows without ${name}, or an index of the others alone`,
    observed: `${percent(fraction)} of the rows without ${name}, ${bytesInWords(sizeBytes)}`,
    remedy: {
      kind: 'note',
      text: `Ask whether any query looks for ${name} IS NULL, or sorts all rows by it: those would lose the index. If none does, put the partial index into a migration in its place (Prisma's @@index has no WHERE).\nTo see it: SELECT null_frac FROM pg_stats WHERE schemaname = '${table.schema.replaceAll("'", "''")}' AND tablename = '${table.name.replaceAll("'", "''")}' AND attname = '${column.replaceAll("'", "''")}';`,
    },
    alternative: sqlRemedy([
      ...createIndexStatements(partial, table),
      ...dropIndexStatements(index, table, 'drop', 'No row is lost. Only once the other one stands.'),
    ]),
  });
  return declared?.source === undefined ? found : { ...found, source: declared.source };
}
