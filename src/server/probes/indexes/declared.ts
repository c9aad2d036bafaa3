import { endpointId } from '../../../shared/endpoints';
import { defaultSchemaOf } from '../prisma/default-schema';
import { failed, notConfigured, observed, type Probe } from '../types';
import { readIndexManifest } from './manifest';

/** The index manifest: which indexes somebody decided on, and the queries and endpoints that they are there for. */
export const indexesDeclaredProbe: Probe<'indexes.declared'> = {
  need: 'indexes.declared',
  async read({ settings: { indexManifest, databaseUrl }, observe }) {
    if (indexManifest === null) {
      return notConfigured(
        'No --index-manifest is set: a file that declares indexes and queries says what they are there for.',
      );
    }
    const startedAt = new Date();
    const begun = performance.now();
    // One that cannot be read is told by the checks of the endpoints.
    const endpoints = await observe('endpoints.declared');
    const read = await readIndexManifest(indexManifest, {
      defaultSchema: defaultSchemaOf(databaseUrl),
      endpoints: endpoints.ok ? endpoints.value.endpoints.map(endpointId) : null,
    });
    if (!read.ok) return failed(read.reason);
    const { indexes, queries } = read.manifest;
    return observed(read.manifest, {
      kind: 'file',
      text: indexManifest,
      answer: `${indexes.length} indexes and ${queries.length} queries declared`,
      at: startedAt.toISOString(),
      durationMs: performance.now() - begun,
    });
  },
};
