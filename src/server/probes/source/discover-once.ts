import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Observed } from '../../../checks/types';
import type { Settings } from '../../../shared/config';
import type { Observation } from '../../../shared/observation';
import { endpointsDeclaredProbe } from '../http/declared';
import { schemaPrismaProbe } from '../prisma/schema';
import type { ProbeContext } from '../types';
import { endpointsDiscoveredProbe } from './discovered';

/** What was read without a run: the code, and what it is held against. */
export type DiscoveredOnce = {
  discovery: Observation<Observed['endpoints.discovered']>;
  declared: Observation<Observed['endpoints.declared']>;
  schema: Observation<Observed['schema.prisma']>;
};

/** Reads routes, manifest and schema once, for whoever wants nothing else of a run. */
export async function discoverOnce(
  settings: Settings,
  place: { projectRoot: string; dataDir: string },
  signal: AbortSignal,
): Promise<DiscoveredOnce> {
  const needed = { ...settings, schema: settings.schema ?? schemaBeside(settings.source) };
  const unread: Observation<never> = { ok: false, reason: 'It is not read here.', evidence: [] };
  const base = {
    settings: needed,
    signal,
    ...place,
    database: () => Promise.reject(new Error('Discovery reads no database.')),
  };
  const alone: ProbeContext = { ...base, observe: async () => unread };
  const [schema, declared] = await Promise.all([
    schemaPrismaProbe.read(alone),
    endpointsDeclaredProbe.read(alone),
  ]);
  const discovery = await readDiscovery(base, schema, declared);
  return { discovery, declared, schema };
}

function readDiscovery(
  base: Omit<ProbeContext, 'observe'>,
  schema: DiscoveredOnce['schema'],
  declared: DiscoveredOnce['declared'],
) {
  const given: { [N in keyof Observed]?: Observation<Observed[N]> } = {
    'schema.prisma': schema,
    'endpoints.declared': declared,
  };
  return endpointsDiscoveredProbe.read({
    ...base,
    async observe<N extends keyof Observed>(need: N): Promise<Observation<Observed[N]>> {
      const answer: { [M in keyof Observed]?: Observation<Observed[M]> }[N] = given[need];
      return answer ?? { ok: false, reason: `${need} is not read here.`, evidence: [] };
    },
  });
}

/** Where Prisma itself would look. */
function schemaBeside(source: string | null): string | null {
  if (source === null) return null;
  const usual = ['prisma/schema.prisma', 'prisma/schema', 'schema.prisma'];
  return usual.map((name) => path.join(source, name)).find((file) => existsSync(file)) ?? null;
}
