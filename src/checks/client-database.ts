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
  needs: ['client.disk', 'database.catalogue', 'schema.prisma'],
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
    // A pair without its table or type was held against nothing.
    const compared =
      models.filter(({ table }) => table !== undefined).length +
      enums.filter(({ values }) => values !== undefined).length;
    const findings = [
      ...models.flatMap((pair) => modelFindings(pair, scope)),
      ...enums.flatMap((pair) => enumFindings(pair)),
    ];
    if (compared > 0 || models.length + enums.length === 0) return { compared, findings };
    return {
      compared,
      findings,
      unknown:
        'The database has none of the tables and enums that the client and schema.prisma declare, so the client was held against nothing: apply the migrations, or look at --database-url.',
    };
  },
});
