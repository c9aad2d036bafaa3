import type { GeneratedClient } from '../../../shared/client';
import { completeClients } from '../../../shared/client';
import type { Evidence } from '../../../shared/observation';
import type { TypeCheck } from '../../../shared/regeneration';
import { typeErrorSummary } from '../../../shared/type-error-text';
import { clientNames } from '../../type-check/changed-names';
import { checkTypes } from '../../type-check/check-types';
import { sourcesFingerprint } from '../../type-check/sources-fingerprint';
import { failed, notConfigured, observed, type Probe } from '../types';
import { errorText } from './errors';
import { noClient } from './no-client';

type Kept = { fingerprint: string; sources: readonly string[]; types: TypeCheck };

/** The latest answer for each tsconfig: a compiler takes seconds, and a page that is watched asks again and again. */
const latest = new Map<string, Kept>();

/** Lets the application's own compiler check its types against the client on disk, in a copy of the sources. */
export const clientTypesProbe: Probe<'client.types'> = {
  need: 'client.types',
  async read({ settings, signal, dataDir, observe }) {
    if (settings.client.length === 0) return notConfigured(await noClient(settings, dataDir));
    const { typeCheck } = settings;
    if (typeCheck === null) {
      return notConfigured(
        "No --type-check is set: name the application's tsconfig.json to check its types against the client.",
      );
    }
    const disk = await observe('client.disk');
    if (!disk.ok) return failed(disk.reason);
    const clients = completeClients(disk.value);
    if (clients.length < disk.value.length || clients.length === 0) {
      return failed(
        'A generated client is missing or incomplete, so the types were not checked against it: run driftboard regenerate.',
      );
    }
    const at = new Date().toISOString();
    const startedAt = performance.now();
    const evidence = (text: string, answer: string): Evidence => ({
      kind: 'process',
      text,
      answer,
      at,
      durationMs: performance.now() - startedAt,
    });
    try {
      const kept = latest.get(typeCheck);
      if (kept !== undefined && kept.fingerprint === (await fingerprint(typeCheck, kept.sources, clients))) {
        const answer = `${typeErrorSummary(kept.types)} Nothing has changed since it was run.`;
        return observed(kept.types, evidence(kept.types.command, answer));
      }
      let sources: readonly string[] = [];
      const types = await checkTypes({
        tsconfig: typeCheck,
        clients: clients.map(({ dir }) => ({ target: dir, from: dir })),
        compare: false,
        names: clientNames(clients),
        timeoutMs: settings.generateTimeoutMs,
        signal,
        log: () => undefined,
        onSources: (files) => {
          sources = files;
        },
      });
      // Of before: what is changed while the compiler runs is another state than the one it saw.
      latest.set(typeCheck, {
        fingerprint: await fingerprint(typeCheck, sources, clients, at),
        sources,
        types,
      });
      return observed(types, evidence(types.command, typeErrorSummary(types)));
    } catch (error) {
      const reason = errorText(error);
      return failed(reason, evidence(`tsc -p ${typeCheck}`, reason));
    }
  },
};

function fingerprint(
  tsconfig: string,
  sources: readonly string[],
  clients: readonly GeneratedClient[],
  notAfter?: string,
): Promise<string> {
  const lines = clients.flatMap(({ dir, files }) =>
    files.map(({ path, sizeBytes, modifiedAt }) => `${dir} ${path} ${sizeBytes} ${modifiedAt}`),
  );
  return sourcesFingerprint(tsconfig, sources, lines, notAfter);
}
