import type { ClientOnDisk } from '../../../shared/client';
import type { Evidence } from '../../../shared/observation';
import { rememberedModels } from '../prisma/remembered-models';
import { notConfigured, observed, type Probe } from '../types';
import { namedClients } from './named-clients';
import { noClient } from './no-client';
import { readClientOnDisk } from './read-client';

/** Reads the generated client in each folder of `--client`: what it was generated from, by which version, its files. */
export const clientDiskProbe: Probe<'client.disk'> = {
  need: 'client.disk',
  async read({ settings, dataDir }) {
    if (settings.client.length === 0) return notConfigured(await noClient(settings, dataDir));
    const each = await Promise.all(
      namedClients(settings.client).map(async (client) => {
        const at = new Date().toISOString();
        const startedAt = performance.now();
        const found = await readClientOnDisk(client, (files) => rememberedModels(dataDir, files, 'public'));
        const durationMs = performance.now() - startedAt;
        return {
          found,
          evidence: { kind: 'file', text: client.dir, answer: answerOf(found), at, durationMs },
        };
      }),
    );
    return observed(
      each.map(({ found }) => found),
      ...each.map(({ evidence }): Evidence => ({ ...evidence, kind: 'file' })),
    );
  },
};

function answerOf(found: ClientOnDisk): string {
  switch (found.state) {
    case 'missing':
      return `no client there: ${found.found}`;
    case 'unreadable':
      return found.reason;
    case 'incomplete': {
      const faults = [...found.missingFiles, ...found.brokenFiles.map(({ path, why }) => `${path} (${why})`)];
      return `${found.layout}, ${found.files.length} files, its schema cannot be read: ${faults.join(', ')}`;
    }
    case 'complete': {
      const { client } = found;
      return `${client.layout} ${client.version}, ${client.models.length} models, ${client.enums.length} enums, ${client.files.length} files, ${client.fingerprint}`;
    }
  }
}
