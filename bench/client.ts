import { existsSync } from 'node:fs';
import path from 'node:path';
import { clientDatabase } from '../src/checks/client-database';
import { clientFiles } from '../src/checks/client-files';
import { clientFreshness } from '../src/checks/client-freshness';
import type { Need } from '../src/checks/types';
import { createObserver, type ProbeSet } from '../src/server/engine/observe';
import { runCheck } from '../src/server/engine/run-check';
import { runDelegates } from '../src/server/probes/client/delegate-run';
import { delegateModels } from '../src/server/probes/client/delegate-tables';
import { probes } from '../src/server/probes/registry';
import { completeClients } from '../src/shared/client';
import type { Settings } from '../src/shared/config';
import type { ClientFigures } from './contract';
import { openedBy, type Place, settingsOf } from './look';
import { cleanEnv, runNode } from './processes';
import type { Prepared } from './sizes';
import { type Sample, summed, timed } from './timing';

const CLIENT = path.join('src', 'generated', 'americano');
/** Client on disk, installed versions and `schema.prisma` are read anew each time; the catalogue is one that is known. */
const FRESHNESS = [clientFiles, clientFreshness, clientDatabase];

/** Makes Americano's client where nobody has yet; it needs no database. */
export async function ensureClient(projectRoot: string, signal: AbortSignal): Promise<void> {
  if (existsSync(path.join(projectRoot, CLIENT, 'client.ts'))) return;
  const prisma = path.join(projectRoot, 'node_modules', 'prisma', 'build', 'index.js');
  const ended = await runNode([prisma, 'generate', '--schema', path.join('prisma', 'schema.prisma')], {
    cwd: projectRoot,
    env: cleanEnv({ PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }),
    signal,
  });
  if (ended.code !== 0) throw new Error(`The client could not be generated: ${ended.stderr.trim()}`);
}

/** What it costs to know whether the generated client is up to date, and what to try all of its delegates. */
export async function measureClient(
  prepared: Prepared,
  place: Place,
  rounds: number,
): Promise<ClientFigures> {
  const settings: Settings = {
    ...settingsOf(prepared),
    only: ['client'],
    client: [path.join(place.projectRoot, CLIENT)],
  };
  const signal = new AbortController().signal;
  const context = { ...place, settings, signal };
  const first = createObserver({ probes, context, openDatabase: () => openedBy(prepared, signal) });
  const catalogue = await first.observe('database.catalogue');
  const [schema, disk] = [await first.observe('schema.prisma'), await first.observe('client.disk')];
  await first.close();
  if (!catalogue.ok || !schema.ok || !disk.ok)
    throw new Error('The client, its schema or the catalogue was not read.');
  const known: ProbeSet = {
    ...probes,
    'database.catalogue': { need: 'database.catalogue', read: async () => catalogue },
  };
  const asked = new Set<Need>();
  const freshness = async () => {
    const observer = createObserver({
      probes: known,
      context,
      openDatabase: () => Promise.reject(new Error('The freshness of a client needs no further question.')),
      onFinished: (need) => asked.add(need),
    });
    const reports = await Promise.all(FRESHNESS.map((check) => runCheck(check, settings, observer, {})));
    await observer.close();
    return reports.map(({ report }) => report);
  };
  const times: Sample[] = [];
  let compared = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { value, sample } = await timed(freshness);
    const wrong = value.find(({ verdict }) => verdict !== 'pass');
    if (wrong !== undefined)
      throw new Error(`The client is not fresh, so its time says nothing: ${wrong.id} is ${wrong.verdict}.`);
    compared = value.reduce((sum, report) => sum + report.compared, 0);
    times.push(sample);
  }
  for (const need of ['client.disk', 'client.installed', 'schema.prisma'] as const)
    if (!asked.has(need)) throw new Error(`${need} was not read, so the time says nothing.`);

  const [client] = completeClients(disk.value);
  if (client === undefined) throw new Error('There is no whole client to try.');
  const models = delegateModels(schema.value, catalogue.value);
  const through = async (tried: typeof models) => {
    const answer = await runDelegates({
      client: { ...client, entry: 'client.ts' },
      resolveDir: client.dir,
      models: tried,
      databaseUrl: prepared.databaseUrl,
      timeoutMs: settings.timeoutMs,
      ...context,
    });
    const failed = answer.ok ? answer.report.results.filter(({ ok }) => !ok) : [];
    if (!answer.ok || failed.length > 0)
      throw new Error(`Not every delegate answered: ${answer.ok ? failed[0]?.message : answer.message}`);
  };
  const [all, none]: [Sample[], Sample[]] = [[], []];
  await through(models);
  for (let round = 0; round < Math.min(rounds, DELEGATE_ROUNDS); round += 1) {
    all.push((await timed(() => through(models))).sample);
    none.push((await timed(() => through([]))).sample);
  }
  return {
    freshnessFirst: summed(times.slice(0, 1)),
    freshness: summed(times.length > 1 ? times.slice(1) : times),
    compared,
    delegates: models.length,
    allDelegates: summed(all),
    noDelegate: summed(none),
  };
}

/** A process each. */
const DELEGATE_ROUNDS = 5;
