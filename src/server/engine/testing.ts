import type { Need, Observed } from '../../checks/types';
import type { Observation } from '../../shared/observation';
import { failed, type Probe } from '../probes/types';
import type { ProbeSet } from './observe';

/** A probe that brings what it is given, or fails with a sentence of its name. */
export function givenProbe<N extends Need>(
  need: N,
  observation: Observation<Observed[N]> = failed(`${need} was not expected.`),
): Probe<N> {
  return { need, read: async () => observation };
}

/** All probes as doubles that fail, but for those that a test changes. */
export function probesWith(changed: Partial<ProbeSet> = {}): ProbeSet {
  return {
    'schema.prisma': givenProbe('schema.prisma'),
    'schema.ddl': givenProbe('schema.ddl'),
    'migrations.folder': givenProbe('migrations.folder'),
    'migrations.history': givenProbe('migrations.history'),
    'migrations.replay': givenProbe('migrations.replay'),
    'migrations.engine': givenProbe('migrations.engine'),
    'database.server': givenProbe('database.server'),
    'database.catalogue': givenProbe('database.catalogue'),
    'database.sequences': givenProbe('database.sequences'),
    'client.disk': givenProbe('client.disk'),
    'client.installed': givenProbe('client.installed'),
    'client.delegates': givenProbe('client.delegates'),
    'client.processes': givenProbe('client.processes'),
    'client.types': givenProbe('client.types'),
    'endpoints.results': givenProbe('endpoints.results'),
    'endpoints.declared': givenProbe('endpoints.declared'),
    'endpoints.discovered': givenProbe('endpoints.discovered'),
    'database.usage': givenProbe('database.usage'),
    'database.index-builds': givenProbe('database.index-builds'),
    'indexes.declared': givenProbe('indexes.declared'),
    'queries.plans': givenProbe('queries.plans'),
    'cache.server': givenProbe('cache.server'),
    'cache.reads': givenProbe('cache.reads'),
    ...changed,
  };
}
