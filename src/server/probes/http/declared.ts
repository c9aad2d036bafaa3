import { failed, notConfigured, observed, type Probe } from '../types';
import { readManifest } from './manifest';

/** What the manifest declares, without a request: for whoever compares it with the code. */
export const endpointsDeclaredProbe: Probe<'endpoints.declared'> = {
  need: 'endpoints.declared',
  async read({ settings: { manifest } }) {
    if (manifest === null)
      return notConfigured(
        'No --manifest is set: a file that declares the endpoints says which ones there are.',
      );
    const startedAt = new Date();
    const begun = performance.now();
    const read = await readManifest(manifest);
    if (!read.ok) return failed(read.reason);
    return observed(read.manifest, {
      kind: 'file',
      text: manifest,
      answer: `${read.manifest.endpoints.length} endpoints declared`,
      at: startedAt.toISOString(),
      durationMs: performance.now() - begun,
    });
  },
};
