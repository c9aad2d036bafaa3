import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endpointResultsProbe } from '../../src/server/probes/http/endpoints';
import type { ProbeContext } from '../../src/server/probes/types';
import { DEFAULT_CONCURRENCY, Settings } from '../../src/shared/config';
import type { EndpointResult } from '../../src/shared/endpoints';

const SHAPE = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items: { type: 'object', required: ['id'] } } },
};

/**
 * Writes a manifest of such paths and gives back what asks all of them, by the probe that a run uses. Connections that it
 * left serve it again only under the same `concurrency`.
 */
export async function ourAsking(
  routes: readonly { path: string; query: Record<string, string> }[],
  { port, folder }: { port: number; folder: string },
): Promise<(concurrency?: number) => Promise<EndpointResult[]>> {
  const manifest = path.join(folder, `manifest-${routes.length}-${process.pid}-${performance.now()}.json`);
  const endpoints = routes.map((route) => ({ ...route, response: SHAPE, budgetMs: 5_000, retries: 0 }));
  await writeFile(manifest, JSON.stringify({ endpoints }));
  const nothing = () => Promise.reject(new Error('Asking endpoints needs nothing else.'));
  const context: ProbeContext = {
    settings: Settings.parse({ baseUrl: `http://127.0.0.1:${port}`, manifest, timeoutMs: 60_000 }),
    signal: new AbortController().signal,
    projectRoot: folder,
    dataDir: folder,
    database: nothing,
    observe: nothing,
  };
  return async (concurrency = DEFAULT_CONCURRENCY) => {
    const settings = { ...context.settings, concurrency };
    const observation = await endpointResultsProbe.read({ ...context, settings });
    if (!observation.ok) throw new Error(observation.reason);
    return observation.value.results;
  };
}
