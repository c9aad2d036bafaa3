import type { Finding } from '../shared/finding';
import { ignoreFilter } from './support/ignore';
import { indexDifference } from './support/index-findings';
import { migrationOnlyIndexes } from './support/index-match';
import { modelFinder, nameOf } from './support/names';
import { defineCheck } from './types';

/** The indexes that only plain SQL in the migrations declares: what Prisma's language cannot say and its diff ignores. */
export const strategicIndexes = defineCheck({
  id: 'strategic-indexes',
  group: 'indexes',
  title: 'Strategic indexes of the migrations',
  needs: ['schema.ddl', 'migrations.folder', 'database.catalogue'],
  uses: ['schema.prisma'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const live = new Map(observed['database.catalogue'].tables.map((table) => [nameOf(table), table]));
    const declared = migrationOnlyIndexes(
      observed['migrations.folder'].indexes,
      observed['schema.ddl'],
    ).filter((index) => !ignore.part(index.schema, index.table, index.name));
    const findings: Finding[] = [];
    let compared = 0;
    for (const index of declared) {
      const owner = { schema: index.schema, name: index.table };
      const table = live.get(nameOf(owner));
      // Of a table that lacks whole, `table.missing` speaks.
      if (table === undefined) continue;
      compared += 1;
      const file = index.source?.file.split('/').slice(-2, -1)[0];
      const declaredBy = file === undefined || file === '' ? 'a migration' : `migration ${file}`;
      const finding = indexDifference(index, { declaredBy, model: findModel(owner), table });
      if (finding !== null) findings.push(finding);
    }
    if (declared.length > 0) return { compared, findings };
    return {
      compared,
      findings,
      nothingToCompare: 'The migrations declare no index beyond those of schema.prisma.',
    };
  },
});
