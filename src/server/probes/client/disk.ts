import type { ClientOnDisk } from '../../../shared/client';
import type { Evidence, Observation } from '../../../shared/observation';
import { rememberedModels } from '../prisma/remembered-models';
import { failed, notConfigured, observed, type Probe } from '../types';
import { errorText } from './errors';
import { namedClients } from './named-clients';
import { readClientOnDisk } from './read-client';

/** Why every probe of the client is skipped without `--client`. */
export const NO_CLIENT = 'No --client is set: give the folder of the generated Prisma Client to check it.';

/** Reads the generated client in the folder of `--client`: what it was generated from, by which version, its files. */
export const clientDiskProbe: Probe<'client.disk'> = {
  need: 'client.disk',
  async read({ settings, dataDir }) {
    if (settings.client.length === 0) return notConfigured(NO_CLIENT);
    const found: ClientOnDisk[] = [];
    const evidence: Evidence[] = [];
    for (const { dir, name } of namedClients(settings.client)) {
      const read = await readOne(dir, name, dataDir);
      evidence.push(...read.evidence);
      if (!read.ok) return failed(read.reason, ...evidence);
      found.push(read.value);
    }
    return observed(found, ...evidence);
  },
};

async function readOne(dir: string, name: string, dataDir: string): Promise<Observation<ClientOnDisk>> {
  const at = new Date().toISOString();
  const startedAt = performance.now();
  const evidence = (answer: string): Evidence => ({
    kind: 'file',
    text: dir,
    answer,
    at,
    durationMs: performance.now() - startedAt,
  });
  try {
    const found = await readClientOnDisk({ dir, name }, (files) =>
      rememberedModels(dataDir, files, 'public'),
    );
    return observed(found, evidence(answerOf(found)));
  } catch (error) {
    const reason = errorText(error);
    return failed(reason, evidence(reason));
  }
}

function answerOf(found: ClientOnDisk): string {
  if (found.state === 'missing') return 'no client there';
  if (found.state === 'incomplete') {
    return `${found.layout}, ${found.files.length} files, its schema cannot be read: ${found.missingFiles.join(', ')} missing`;
  }
  const { client } = found;
  return `${client.layout} ${client.version}, ${client.models.length} models, ${client.enums.length} enums, ${client.files.length} files, ${client.fingerprint}`;
}
