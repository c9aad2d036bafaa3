import { superfluousResult } from './support/superfluous-findings';
import { defineCheck } from './types';

/** No two indexes of a table do the same: one of them is written and kept for nothing. */
export const indexDuplicates = defineCheck({
  id: 'index-duplicates',
  group: 'indexes',
  title: 'Indexes that are there twice',
  needs: ['database.catalogue'],
  uses: ['schema.prisma', 'schema.ddl', 'migrations.folder', 'migrations.replay', 'indexes.declared'],
  run: (observed, settings) =>
    superfluousResult(observed, settings, {
      rule: 'index.duplicate',
      of: ({ duplicates }) => duplicates,
      consequence: 'costs',
      says: ({ index, kept }) =>
        kept.unique && !index.unique
          ? `does nothing that the unique index ${kept.name} on the same key does not do as well`
          : `does the same as ${kept.name}`,
      observed: ({ index, kept }) => `${kept.name} and ${index.name}, which does no more`,
    }),
});
