import type { Finding } from '../shared/finding';
import { bloated } from './support/bloated-finding';
import { ignoreFilter } from './support/ignore';
import { type LargeIndex, largeIndexes, noLargeIndex, resultByAnalysis } from './support/large-indexes';
import { modelFinder } from './support/names';
import { defineCheck, thresholdsOf } from './types';

/** Large indexes that a rebuilding would make much smaller, by an estimate. */
export const indexBloat = defineCheck({
  id: 'index-bloat',
  group: 'indexes',
  title: 'Room that large indexes waste (an estimate)',
  needs: ['database.catalogue', 'database.usage'],
  uses: ['schema.prisma'],
  run: (observed, settings) => {
    const { tables } = observed['database.catalogue'];
    const usage = observed['database.usage'];
    const thresholds = thresholdsOf(settings);
    if (tables.length === 0) return { compared: 0, findings: [] };
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const findings: Finding[] = [];
    const blind: LargeIndex[] = [];
    let compared = 0;
    for (const large of largeIndexes(tables, usage, thresholds.indexMinimumBytes)) {
      const { index, table, use, sizeBytes } = large;
      if (ignore.part(table.schema, table.name, index.name)) continue;
      if (use.leanBytes === null) {
        blind.push(large);
        continue;
      }
      compared += 1;
      if (1 - use.leanBytes / sizeBytes >= thresholds.bloatFraction)
        findings.push(bloated({ ...large, leanBytes: use.leanBytes, model: findModel(table), thresholds }));
    }
    const nothing = noLargeIndex('valid btree index', thresholds.indexMinimumBytes);
    return resultByAnalysis({ compared, findings }, blind, usage, nothing);
  },
});
