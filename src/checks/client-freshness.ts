import { completeClients, type GeneratedClient } from '../shared/client';
import type { Finding } from '../shared/finding';
import { clientModels, type PrismaSchema } from '../shared/prisma-schema';
import { REGENERATE } from './client-files';
import {
  type ClientDifference,
  compareDatamodels,
  differenceInWords,
  isEmpty,
} from './support/client-difference';
import { sayWhich, unreadClients } from './support/client-scope';
import { comparedVersions, versionFindings } from './support/client-versions';
import { driftFinding } from './support/drift-finding';
import { countOf, inBrief } from './support/words';
import { defineCheck } from './types';

/** Was the generated client made from `schema.prisma` as it is now, and by the installed version of Prisma? */
export const clientFreshness = defineCheck({
  id: 'client-freshness',
  group: 'client',
  title: 'Generated client against schema.prisma',
  needs: ['schema.prisma', 'client.disk'],
  uses: ['client.installed'],
  run({ 'schema.prisma': schema, 'client.disk': disk, 'client.installed': installed }) {
    const clients = completeClients(disk);
    const declared = clientModels(schema).length + schema.enums.length;
    const results = clients.map((client) => {
      const beside = installed?.find(({ name }) => name === client.name);
      return {
        compared: declared + (beside === undefined ? 0 : comparedVersions(beside)),
        findings: [
          ...schemaChanged(client, schema),
          ...(beside === undefined ? [] : versionFindings(client, beside)),
        ].map((finding) => ({ ...finding, message: sayWhich(finding.message, client.name) })),
      };
    });
    return {
      compared: results.reduce((sum, { compared }) => sum + compared, 0),
      findings: results.flatMap(({ findings }) => findings),
      ...unreadClients(disk, 'its schema was held against nothing'),
    };
  },
});

function schemaChanged(client: GeneratedClient, schema: PrismaSchema): Finding[] {
  if (client.schemaFingerprint === schema.fingerprint) return [];
  const difference = compareDatamodels(client, { ...schema, models: clientModels(schema) });
  const same = isEmpty(difference);
  return [
    driftFinding({
      about: client.name,
      rule: 'client.schema-changed',
      severity: same ? 'warning' : 'error',
      impact: same ? 'none' : 'read',
      subject: { kind: 'client', name: 'Prisma Client' },
      message: same
        ? 'The generated client was made from another text of schema.prisma with the same models, fields and enums: comments, defaults, indexes or the order of things differ.'
        : isForeign(client, schema)
          ? `The generated client belongs to another schema: of its ${countOf(client.models.length, 'model')} (${inBrief(client.models.map(({ name }) => name))}) schema.prisma has none.`
          : `The generated client was made from another schema.prisma: ${differenceInWords(difference)}.`,
      expected: `schema.prisma, ${sides({ ...schema, models: clientModels(schema) })}, ${schema.fingerprint}`,
      observed: `${sides(client)}, ${client.schemaFingerprint}${everyName(difference)}`,
      remedy: isForeign(client, schema)
        ? {
            kind: 'note',
            text: `Name with --client the folder that this schema's generator writes into, or with --schema the schema of this client; \`${REGENERATE.text}\` would make it anew from this one.`,
          }
        : REGENERATE,
    }),
  ];
}

/** Nothing in common: it was not made from an older state of this schema. */
function isForeign(client: GeneratedClient, schema: PrismaSchema): boolean {
  const declared = new Set(schema.models.map(({ name }) => name));
  return (
    client.models.length > 0 && declared.size > 0 && !client.models.some(({ name }) => declared.has(name))
  );
}

// The causes pass finds the models that a route lacks by these names, so here none is left out.
function everyName(difference: ClientDifference): string {
  return isEmpty(difference) ? '' : `: ${differenceInWords(difference, Number.POSITIVE_INFINITY)}`;
}

function sides({ models, enums }: { models: readonly unknown[]; enums: readonly unknown[] }): string {
  return `${models.length} models and ${enums.length} enums`;
}
