import { completeClients } from '../shared/client';
import { enumFindings, enumPairs } from './support/client-enums';
import { modelFindings, modelPairs } from './support/client-models';
import { ofClient, type Scope, unreadClients } from './support/client-scope';
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
    const unread = unreadClients(disk, 'the database was held against nothing');
    const results = completeClients(disk).map((client) =>
      judge({ client, database, schema, ignore: ignoreFilter(settings.ignore) }),
    );
    const compared = results.reduce((sum, one) => sum + one.compared, 0);
    const findings = results.flatMap((one) => one.findings);
    const declared = results.reduce((sum, one) => sum + one.declared, 0);
    if (compared > 0 || declared === 0) return { compared, findings, ...unread };
    return {
      compared,
      findings,
      unknown:
        'The database has none of the tables and enums that the client and schema.prisma declare, so the client was held against nothing: apply the migrations, or look at --database-url.',
    };
  },
});

function judge(scope: Scope) {
  const models = modelPairs(scope);
  const enums = enumPairs(scope);
  return {
    declared: models.length + enums.length,
    // A pair without its table or type was held against nothing.
    compared:
      models.filter(({ table }) => table !== undefined).length +
      enums.filter(({ values }) => values !== undefined).length,
    findings: [
      ...models.flatMap((pair) => modelFindings(pair, scope)),
      ...enums.flatMap((pair) => enumFindings(pair, scope)),
    ].map((finding) => ofClient(finding, scope.client.name)),
  };
}
