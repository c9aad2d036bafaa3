import { enumFindings, enumPairs } from './support/client-enums';
import { modelFindings, modelPairs } from './support/client-models';
import type { Scope } from './support/client-scope';
import { ignoreFilter } from './support/ignore';
import { defineCheck } from './types';

/**
 * What the generated client and the database know that the other does not. Where schema.prisma and the database differ
 * too, the schema checks tell; here only what the client alone has or lacks.
 */
export const clientDatabase = defineCheck({
  id: 'client-database',
  group: 'client',
  title: 'Generated client against the database',
  needs: ['client.disk', 'database.catalogue'],
  uses: ['schema.prisma'],
  run({ 'client.disk': disk, 'database.catalogue': database, 'schema.prisma': schema }, settings) {
    if (disk.state !== 'complete') {
      return {
        compared: 0,
        findings: [],
        unknown: 'The generated client could not be read, so the database was held against nothing.',
      };
    }
    const scope: Scope = { client: disk.client, database, schema, ignore: ignoreFilter(settings.ignore) };
    const models = modelPairs(scope);
    const enums = enumPairs(scope);
    return {
      compared: models.length + enums.length,
      findings: [
        ...models.flatMap((pair) => modelFindings(pair, scope)),
        ...enums.flatMap((pair) => enumFindings(pair)),
      ],
    };
  },
});
