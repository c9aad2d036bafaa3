import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, ensureDatabase, startEmbedded } from '../../embedded';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { createRecordedStore } from '../recorded';
import { openPostgresStore, storeSentence } from './open';

let folder: string;
let server: EmbeddedPostgres;

/** Durable as in earnest: what was committed must outlive the server. */
const start = () => startEmbedded({ dataDir: join(folder, 'data') });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftboard-store-'));
  server = await start();
  await ensureDatabase(server.url('postgres'), 'store');
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const KILLS = 8;

test('the store’s server is killed in the middle of adding, again and again: no run is lost, none is there twice', async () => {
  const said = new Set<string>();
  const faults: unknown[] = [];
  const store = createRecordedStore({
    // It gets another port with each start.
    open: () =>
      openPostgresStore({
        storeUrl: server.url('store'),
        environment: 'killed',
        watchedUrl: null,
        projectRoot: findProjectRoot(),
      }),
    sentence: (error) => {
      const sentence = storeSentence(error, server.url('store'));
      said.add(sentence);
      return sentence;
    },
    now: () => new Date().toISOString(),
    onRecorded: () => undefined,
    onFault: (error) => faults.push(error),
    retryMs: 100,
  });
  await store.opened(20_000);
  const added: string[] = [];
  const add = async () => {
    const at = new Date(Date.parse('2026-01-01T00:00:00.000Z') + added.length * 60_000).toISOString();
    const run = trialRun(at, 'fail', added.length % 3 === 0 ? ['a'] : ['a', randomUUID()]);
    added.push(run.report.runId);
    await store.add(run);
  };
  for (let kill = 0; kill < KILLS; kill += 1) {
    await add();
    // Each time a little later in the transaction.
    const killing = sleep(kill * 2).then(() => process.kill(server.pid, 'SIGKILL'));
    await add();
    await killing;
    await add();
    await add();
    expect(store.recording().state).toBe('away');
    server = await start();
    while (store.recording().state !== 'on') await sleep(50);
    expect(store.recording()).toMatchObject({ waiting: 0, lost: null });
  }
  const runs = await store.summaries(1_000);
  expect(runs.map(({ runId }) => runId)).toEqual(added);
  expect(runs.map(({ number }) => number)).toEqual(added.map((_, place) => place + 1));
  const { report } = (await store.latest()) ?? {};
  expect(report?.checks[0]?.findings[0]?.since).toBe('2026-01-01T00:00:00.000Z');
  expect(faults).toEqual([]);
  process.stdout.write(`${KILLS} kills, ${added.length} runs, none lost\n`);
  for (const sentence of said) expect(sentence).toMatch(/^[A-Z].*[.)]$/);
  await store.close();
}, 120_000);
