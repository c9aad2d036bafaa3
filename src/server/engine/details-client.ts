import type { Observed } from '../../checks/types';
import { completeClients, type GeneratedClient, type InstalledPrisma } from '../../shared/client';
import type { ClientDetails } from '../../shared/details';
import { clientModels } from '../../shared/prisma-schema';
import { redact } from '../../shared/redact';
import { displayPath } from '../probes/display-path';
import { databaseFingerprint } from './fingerprints';

/** The four columns of the client page. A column that was not measured is null. */
export function clientDetails(values: Partial<Observed>): ClientDetails {
  const schema = values['schema.prisma'];
  const disk = values['client.disk'];
  const complete = completeClients(disk ?? []);
  const installed = values['client.installed'];
  const catalogue = values['database.catalogue'];
  const asked = values['client.processes'];
  return {
    schema:
      schema === undefined
        ? null
        : {
            fingerprint: schema.fingerprint,
            modelNames: clientModels(schema).map(({ name }) => name),
            enumNames: schema.enums.map(({ name }) => name),
            files: schema.files.map((file) => file.path),
          },
    disk:
      disk === undefined || complete.length === 0
        ? null
        : complete.map((client) =>
            diskColumn(client, installed?.find(({ name }) => name === client.name) ?? null),
          ),
    installed: installed?.[0] ?? null,
    database:
      catalogue === undefined
        ? null
        : {
            fingerprint: databaseFingerprint(catalogue),
            tables: catalogue.tables.filter((table) => table.kind.endsWith('table')).length,
            enums: catalogue.enums.length,
          },
    processes: asked?.processes ?? null,
    asked: asked === undefined ? null : { url: redact(asked.url), requests: asked.requests },
    delegates: values['client.delegates']?.results ?? null,
  };
}

function diskColumn(
  { models, enums, ...rest }: GeneratedClient,
  installed: InstalledPrisma | null,
): NonNullable<ClientDetails['disk']>[number] {
  return {
    ...rest,
    dir: displayPath(rest.dir),
    modelNames: models.map((model) => model.name),
    enumNames: enums.map((enumeration) => enumeration.name),
    installed,
  };
}
