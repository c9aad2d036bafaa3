import { indexInWords } from './support/index-match';
import { superfluousResult } from './support/superfluous-findings';
import { defineCheck } from './types';

/** No index is but the beginning of another one: PostgreSQL could use the longer one in its place. */
export const indexRedundancy = defineCheck({
  id: 'index-redundancy',
  group: 'indexes',
  title: 'Indexes that begin another one',
  needs: ['database.catalogue'],
  uses: ['schema.prisma', 'schema.ddl', 'migrations.folder', 'migrations.replay', 'indexes.declared'],
  run: (observed, settings) =>
    superfluousResult(observed, settings, {
      rule: 'index.redundant',
      of: ({ redundant }) => redundant,
      consequence: 'could cost less',
      says: ({ index, kept }) =>
        `${kept.columns.length > index.columns.length ? 'is the beginning of' : 'is, read backwards,'} ${kept.name}, ${indexInWords(kept)}, which can serve what it serves`,
      observed: ({ index, kept }) => `${kept.name} and ${index.name}, ${indexInWords(index)}`,
    }),
});
