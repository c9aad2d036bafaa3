import type { Need } from '../../checks/types';
import type { ProbeSet } from '../engine/observe';
import type { Probe } from './types';

/**
 * A probe whose code is loaded at its first reading: what a run does not ask for (an HTTP client, Prisma's engine, a
 * bundler) costs its start neither time nor memory.
 */
function lazy<N extends Need>(
  need: N,
  load: () => Promise<Probe<N>>,
  when: Pick<Probe<N>, 'afterOthers' | 'limitMs'> = {},
): Probe<N> {
  return { need, ...when, read: async (context) => (await load()).read(context) };
}

/** Every probe by the name of what it brings back. */
export const probes: ProbeSet = {
  'schema.prisma': lazy('schema.prisma', async () => (await import('./prisma/schema')).schemaPrismaProbe),
  'schema.ddl': lazy('schema.ddl', async () => (await import('./prisma/ddl')).schemaDdlProbe),
  'migrations.folder': lazy(
    'migrations.folder',
    async () => (await import('./migrations/folder')).migrationsFolderProbe,
  ),
  'migrations.history': lazy(
    'migrations.history',
    async () => (await import('./migrations/history')).migrationsHistoryProbe,
  ),
  'migrations.replay': lazy(
    'migrations.replay',
    async () => (await import('./migrations/replay')).migrationsReplayProbe,
  ),
  'migrations.engine': lazy(
    'migrations.engine',
    async () => (await import('./migrations/engine')).migrationsEngineProbe,
  ),
  'database.server': lazy(
    'database.server',
    async () => (await import('./catalogue/server')).databaseServerProbe,
  ),
  'database.catalogue': lazy(
    'database.catalogue',
    async () => (await import('./catalogue/catalogue')).databaseCatalogueProbe,
  ),
  'database.sequences': lazy(
    'database.sequences',
    async () => (await import('./catalogue/sequences')).databaseSequencesProbe,
  ),
  'client.disk': lazy('client.disk', async () => (await import('./client/disk')).clientDiskProbe),
  'client.installed': lazy(
    'client.installed',
    async () => (await import('./client/installed')).clientInstalledProbe,
  ),
  'client.delegates': lazy(
    'client.delegates',
    async () => (await import('./client/delegates')).clientDelegatesProbe,
  ),
  'client.processes': lazy(
    'client.processes',
    async () => (await import('./client/processes')).clientProcessesProbe,
  ),
  'client.types': lazy('client.types', async () => (await import('./client/types')).clientTypesProbe, {
    // A compiler for the list of files, another for the types.
    limitMs: ({ generateTimeoutMs }) => 2 * generateTimeoutMs,
  }),
  'endpoints.declared': lazy(
    'endpoints.declared',
    async () => (await import('./http/declared')).endpointsDeclaredProbe,
  ),
  'endpoints.discovered': lazy(
    'endpoints.discovered',
    async () => (await import('./source/discovered')).endpointsDiscoveredProbe,
  ),
  // It measures time: see Probe.afterOthers.
  'endpoints.results': lazy(
    'endpoints.results',
    async () => (await import('./http/endpoints')).endpointResultsProbe,
    { afterOthers: true },
  ),
  'database.usage': lazy('database.usage', async () => (await import('./usage/usage')).databaseUsageProbe),
  'database.index-builds': lazy(
    'database.index-builds',
    async () => (await import('./indexes/builds')).indexBuildsProbe,
  ),
  'indexes.declared': lazy(
    'indexes.declared',
    async () => (await import('./indexes/declared')).indexesDeclaredProbe,
  ),
  'queries.plans': lazy('queries.plans', async () => (await import('./queries/plans')).queryPlansProbe),
  'cache.server': lazy('cache.server', async () => (await import('./redis/server')).cacheServerProbe),
  'cache.reads': lazy('cache.reads', async () => (await import('./http/cache-reads')).cacheReadsProbe, {
    afterOthers: true,
  }),
};
