import type { ProbeSet } from '../engine/observe';
import { databaseCatalogueProbe } from './catalogue/catalogue';
import { databaseSequencesProbe } from './catalogue/sequences';
import { databaseServerProbe } from './catalogue/server';
import { clientDelegatesProbe } from './client/delegates';
import { clientDiskProbe } from './client/disk';
import { clientInstalledProbe } from './client/installed';
import { clientProcessesProbe } from './client/processes';
import { endpointResultsProbe } from './http/endpoints';
import { migrationsEngineProbe } from './migrations/engine';
import { migrationsFolderProbe } from './migrations/folder';
import { migrationsHistoryProbe } from './migrations/history';
import { migrationsReplayProbe } from './migrations/replay';
import { schemaDdlProbe } from './prisma/ddl';
import { schemaPrismaProbe } from './prisma/schema';

/** Every probe by the name of what it brings back. */
export const probes: ProbeSet = {
  'schema.prisma': schemaPrismaProbe,
  'schema.ddl': schemaDdlProbe,
  'migrations.folder': migrationsFolderProbe,
  'migrations.history': migrationsHistoryProbe,
  'migrations.replay': migrationsReplayProbe,
  'migrations.engine': migrationsEngineProbe,
  'database.server': databaseServerProbe,
  'database.catalogue': databaseCatalogueProbe,
  'database.sequences': databaseSequencesProbe,
  'client.disk': clientDiskProbe,
  'client.installed': clientInstalledProbe,
  'client.delegates': clientDelegatesProbe,
  'client.processes': clientProcessesProbe,
  'endpoints.results': endpointResultsProbe,
};
