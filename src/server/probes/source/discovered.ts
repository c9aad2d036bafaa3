import path from 'node:path';
import { displayPath } from '../display-path';
import { failed, notConfigured, observed, type Probe } from '../types';
import { discover } from './discover';
import { clientFolders } from './prisma-names';

/** Every route that the application's source serves, and the models that it reaches. */
export const endpointsDiscoveredProbe: Probe<'endpoints.discovered'> = {
  need: 'endpoints.discovered',
  async read({ settings: { source, client }, observe, signal }) {
    if (source === null)
      return notConfigured(
        "No --source is set: with the folder of the application's code its routes are read.",
      );
    const startedAt = new Date();
    const begun = performance.now();
    try {
      const [schema, manifest] = await Promise.all([observe('schema.prisma'), observe('endpoints.declared')]);
      const files = schema.ok
        ? schema.value.files.flatMap(({ path: file, text }) =>
            text === undefined ? [] : [{ path: path.resolve(file), text }],
          )
        : [];
      const found = await discover({
        root: source,
        schema: schema.ok ? schema.value : null,
        clientFolders: [...client, ...clientFolders(files)],
        leaveOut: manifest.ok ? manifest.value.ignore : [],
        signal,
      });
      return observed(found, {
        kind: 'file',
        text: displayPath(source),
        answer: `${found.routes.length} routes in ${found.files} files`,
        at: startedAt.toISOString(),
        durationMs: performance.now() - begun,
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      return failed(
        `The routes below ${displayPath(source)} could not be read: ${reason}. Correct --source.`,
      );
    }
  },
};
