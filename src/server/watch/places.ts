import path from 'node:path';
import type { Settings } from '../../shared/config';
import { namedClients } from '../probes/client/named-clients';

/** A file or folder whose change is worth another run. */
export type WatchedPlace = {
  /** What a person calls it: `schema.prisma`, `migrations`, `generated client`. */
  what: string;
  path: string;
  /** Of a folder: which of its files count; all where it lacks. */
  extension?: string;
};

/** What lies on this machine of what the settings name; a database and processes have nothing that could be watched. */
export function watchedPlaces(settings: Settings, configFile: string | null): WatchedPlace[] {
  const { schema, migrations, client, manifest, indexManifest, waivers } = settings;
  const clients = namedClients(client);
  return [
    ...(schema === null ? [] : [{ what: path.basename(schema), path: schema, extension: '.prisma' }]),
    ...(migrations === null ? [] : [{ what: 'migrations', path: migrations }]),
    ...clients.map(({ dir, name }) => ({
      what: clients.length === 1 ? 'generated client' : `generated client ${name}`,
      path: dir,
    })),
    ...(manifest === null ? [] : [{ what: path.basename(manifest), path: manifest }]),
    ...(indexManifest === null ? [] : [{ what: path.basename(indexManifest), path: indexManifest }]),
    ...(waivers === null ? [] : [{ what: path.basename(waivers), path: waivers }]),
    ...(configFile === null ? [] : [{ what: path.basename(configFile), path: configFile }]),
  ];
}
