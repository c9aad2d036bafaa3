import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Settings } from '../../../shared/config';
import type { EndpointObservation, EndpointResult } from '../../../shared/endpoints';
import { failed, type ProbeContext } from '../types';
import { type Resolve, resolveBySystem } from './address';
import { readEndpoints } from './endpoints';

/** A folder for the manifests of one test file. */
export type Bench = {
  folder: string;
  /** Asks the endpoints of a manifest, which is written to a file first. */
  ask(manifest: unknown, options?: AskOptions): ReturnType<typeof readEndpoints>;
  /** The same where it must have been observed. */
  results(manifest: unknown, options?: AskOptions): Promise<EndpointResult[]>;
  observation(manifest: unknown, options?: AskOptions): Promise<EndpointObservation & { text: string }>;
  remove(): Promise<void>;
};
type AskOptions = {
  settings?: Partial<Settings>;
  env?: Record<string, string>;
  resolve?: Resolve;
};

export async function openBench(baseUrl: () => string): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'driftboard-http-'));
  let files = 0;
  const ask: Bench['ask'] = async (manifest, { settings = {}, env = {}, resolve = resolveBySystem } = {}) => {
    files += 1;
    const file = path.join(folder, `manifest-${files}.json`);
    await writeFile(file, JSON.stringify(manifest));
    const context: ProbeContext = {
      settings: Settings.parse({ timeoutMs: 20_000, baseUrl: baseUrl(), manifest: file, ...settings }),
      signal: new AbortController().signal,
      projectRoot: folder,
      dataDir: folder,
      database: () => Promise.reject(new Error('no database in this test')),
      observe: async () => failed('nothing else is observed in this test'),
    };
    return readEndpoints(context, { env, resolve });
  };
  const observation: Bench['observation'] = async (manifest, options) => {
    const seen = await ask(manifest, options);
    if (!seen.ok) throw new Error(seen.reason);
    return { ...seen.value, text: JSON.stringify({ results: seen.value.results, evidence: seen.evidence }) };
  };
  return {
    folder,
    ask,
    observation,
    results: async (manifest, options) => (await observation(manifest, options)).results,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
