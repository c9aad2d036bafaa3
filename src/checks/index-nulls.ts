import type { Finding } from '../shared/finding';
import { declaredIndexFinder } from './support/declared-index';
import { ignoreFilter } from './support/ignore';
import { type LargeIndex, largeIndexes, noLargeIndex, resultByAnalysis } from './support/large-indexes';
import { modelFinder } from './support/names';
import { nullHeavy } from './support/null-heavy-finding';
import { defineCheck, thresholdsOf } from './types';

/** Large indexes most of whose entries are nulls, which few queries ask for. */
export const indexNulls = defineCheck({
  id: 'index-nulls',
  group: 'indexes',
  title: 'Nulls in large indexes',
  needs: ['database.catalogue', 'database.usage'],
  uses: ['schema.prisma', 'schema.ddl', 'migrations.folder'],
  run: (observed, settings) => {
    const { tables } = observed['database.catalogue'];
    const usage = observed['database.usage'];
    const { indexMinimumBytes, nullHeavyFraction } = thresholdsOf(settings);
    if (tables.length === 0) return { compared: 0, findings: [] };
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const declaration = declaredIndexFinder(observed);
    const known = new Map(usage.columns.map((one) => [keyOf(one.schema, one.table, one.column), one]));
    const findings: Finding[] = [];
    const blind: LargeIndex[] = [];
    let compared = 0;
    for (const large of largeIndexes(tables, usage, indexMinimumBytes)) {
      const { index, table } = large;
      const first = index.columns[0]?.name ?? null;
      if (first === null || index.predicate !== null || index.unique || index.constraint !== null) continue;
      if (ignore.part(table.schema, table.name, index.name)) continue;
      // Where no row may lack a value there is nothing to find out.
      const isNullable = table.columns.some(({ name, nullable }) => name === first && nullable);
      const fraction = isNullable ? known.get(keyOf(table.schema, table.name, first))?.nullFraction : 0;
      if (fraction === undefined) {
        blind.push(large);
        continue;
      }
      compared += 1;
      if (isNullable && fraction >= nullHeavyFraction)
        findings.push(
          nullHeavy({
            ...large,
            column: first,
            fraction,
            limit: nullHeavyFraction,
            model: findModel(table),
            declared: declaration(index),
          }),
        );
    }
    const nothing = noLargeIndex('plain btree index', indexMinimumBytes);
    return resultByAnalysis({ compared, findings }, blind, usage, nothing);
  },
});

const keyOf = (schema: string, table: string, column: string) => JSON.stringify([schema, table, column]);
