import { completeClients, type GeneratedClient, type LoadedClient } from '../shared/client';
import type { Finding } from '../shared/finding';
import { redact } from '../shared/redact';
import { unreadClients } from './support/client-scope';
import { driftFinding } from './support/drift-finding';
import { countOf, inBrief, sentences } from './support/words';
import { defineCheck } from './types';

/** Has each running process loaded the client that lies on disk? */
export const processes = defineCheck({
  id: 'processes',
  group: 'client',
  title: 'Client in running processes',
  needs: ['client.processes', 'client.disk'],
  run({ 'client.processes': { url, processes: running, gaps = [] }, 'client.disk': disk }) {
    const clients = completeClients(disk);
    const [first] = clients;
    if (first === undefined) {
      return {
        compared: 0,
        findings: [],
        unknown:
          'The generated client on disk could not be read, so the loaded one was held against nothing.',
      };
    }
    if (running.length === 0) {
      return {
        compared: 0,
        findings: [],
        unknown: `No process told at ${redact(url)} which client it has loaded.`,
      };
    }
    // Which of several clients a process uses it does not tell: one that is on disk is not an old one.
    const old = running.filter((loaded) => !clients.some((client) => isSame(loaded, client)));
    const { unknown: unread = null } = unreadClients(disk, 'a process that holds it is not known as such');
    const unknown = sentences(unread, ...gaps);
    return {
      compared: running.length,
      findings: old.map((loaded, at) =>
        // Counted among the stale ones only: a pid is another one after each start, and so is the place in the list.
        stale(loaded, nearest(loaded, first, clients), at === 0 ? redact(url) : `${redact(url)}#${at + 1}`),
      ),
      ...(unknown === null ? {} : { unknown }),
    };
  },
});

/** The client on disk that has most models in common with a loaded one. */
function nearest(
  { models }: LoadedClient,
  first: GeneratedClient,
  clients: readonly GeneratedClient[],
): GeneratedClient {
  const known = new Set(models);
  const shared = (client: GeneratedClient) => client.models.filter(({ name }) => known.has(name)).length;
  return clients.reduce((best, client) => (shared(client) > shared(best) ? client : best), first);
}

function isSame(loaded: LoadedClient, client: GeneratedClient): boolean {
  return loaded.schemaFingerprint === client.schemaFingerprint && loaded.version === client.version;
}

function stale(loaded: LoadedClient, client: GeneratedClient, about: string): Finding {
  const known = new Set(loaded.models);
  const lacking = client.models.map(({ name }) => name).filter((name) => !known.has(name));
  const what =
    lacking.length > 0
      ? `which lacks ${countOf(lacking.length, 'model')} (${inBrief(lacking)}) of the one on disk`
      : loaded.schemaFingerprint === client.schemaFingerprint
        ? `of Prisma ${loaded.version}, while the one on disk is of ${client.version}`
        : 'which was made from another schema.prisma than the one on disk';
  const where = loaded.instance === undefined ? '' : ` on ${loaded.instance}`;
  return driftFinding({
    about,
    rule: 'client.process-stale',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'process', name: `pid ${loaded.pid}${where}` },
    message: `The running process ${loaded.pid}${where} holds a client from ${minute(loaded.loadedAt)}, ${what}.`,
    expected: `${client.fingerprint}, Prisma ${client.version}, as on disk`,
    // Every name: the causes pass finds the models that a route lacks by them.
    observed: `${loaded.fingerprint}, Prisma ${loaded.version}, loaded at ${loaded.loadedAt}${
      lacking.length === 0 ? '' : `: without ${lacking.join(', ')}`
    }`,
    remedy: {
      kind: 'note',
      text: `Restart process ${loaded.pid}${where}: it takes up the client on disk when it starts. An application that reloads its client does so with \`npx driftboard regenerate\`, without a restart.`,
    },
  });
}

/** `2026-11-24 09:12 UTC`: a moment as one reads it at night; what is no such moment stays as it was told. */
function minute(moment: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(moment)
    ? `${moment.slice(0, 16).replace('T', ' ')} UTC`
    : moment;
}
