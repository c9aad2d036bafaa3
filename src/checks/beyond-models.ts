import { compareBeyondModels } from './support/beyond-models';
import { defineCheck } from './types';

/** Tables, columns, keys and enums that only plain SQL in the migrations makes: no model knows them, the database must. */
export const beyondModels = defineCheck({
  id: 'beyond-models',
  group: 'schema',
  title: 'What only the migrations make',
  needs: ['schema.prisma', 'schema.ddl', 'migrations.replay', 'database.catalogue'],
  run: (observed, settings) => {
    const result = compareBeyondModels(observed, settings);
    if (result.compared > 0 || result.findings.length > 0) return result;
    return {
      ...result,
      nothingToCompare:
        'The migrations make no column, key or enum that schema.prisma does not declare, but for what other checks look at.',
    };
  },
});
