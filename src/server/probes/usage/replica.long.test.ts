import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexUse } from '../../../checks/index-use';
import { statisticsAge } from '../../../checks/statistics-age';
import type { AnyCheck } from '../../../checks/types';
import { DEFAULT_THRESHOLDS } from '../../../shared/thresholds';
import { type EmbeddedPostgres, ensureDatabase, startEmbedded } from '../../embedded';
import { waitForExit } from '../../embedded/processes';
import { readOnce, runSql } from '../catalogue/testing/read';
import { usageOf } from './testing-usage';

// A primary with a standby that streams from it, and a crash: what the counters of one server say of others, and how old
// they are afterwards.

let folder: string;
let primary: EmbeddedPostgres;
let standby: EmbeddedPostgres | undefined;
const start = (name: string, settings: Record<string, string> = {}) =>
  startEmbedded({
    dataDir: path.join(folder, name),
    durable: false,
    settings: { track_commit_timestamp: 'on', ...settings },
  });
const url = (server: EmbeddedPostgres | undefined) => server?.url('watched') ?? '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-replica-'));
  primary = await start('primary');
  await ensureDatabase(primary.url('postgres'), 'watched');
  await runSql(
    url(primary),
    `CREATE TABLE people (id int PRIMARY KEY, city text, age int);
     CREATE INDEX people_city_idx ON people (city);
     CREATE INDEX people_age_idx ON people (age);
     INSERT INTO people SELECT g, 'city ' || g % 50, g % 90 FROM generate_series(1, 2000) g;
     CREATE ROLE nobody LOGIN PASSWORD 'nobody';`,
  );
  await runSql(url(primary), 'VACUUM (ANALYZE) people');
  await primary.stop();
  // What pg_basebackup would copy of a server that runs; only the server itself comes along.
  await promisify(execFile)('cp', ['-a', primary.dataDir, path.join(folder, 'standby')]);
  await writeFile(path.join(folder, 'standby', 'standby.signal'), '');
  primary = await start('primary');
  const { hostname, port, username, password } = new URL(url(primary));
  standby = await start('standby', {
    primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
  });
}, 120_000);
afterAll(async () => {
  await standby?.stop();
  await primary?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

async function run(check: AnyCheck, server: EmbeddedPostgres | undefined) {
  const observed = {
    'database.catalogue': (await readOnce(url(server))).schema,
    'database.usage': await usageOf(url(server), server?.version),
  };
  return check.runWith(observed, {
    ignore: [],
    thresholds: { ...DEFAULT_THRESHOLDS, statisticsMinimumDays: 0 },
  });
}
const SCAN = `SET enable_seqscan = off; SET enable_bitmapscan = off;
  SELECT count(*) FROM people WHERE city = 'city 3'; SELECT pg_stat_force_next_flush()`;

test('each server tells the scans that it served itself, and says that there are others', async () => {
  // What began on the primary reaches the standby before it is asked.
  await runSql(url(standby), SCAN);
  const [there, here] = [
    await usageOf(url(standby), standby?.version),
    await usageOf(url(primary), primary.version),
  ];
  expect(there).toMatchObject({ isReplica: true, replicas: 0 });
  expect(here).toMatchObject({ isReplica: false, replicas: 1 });
  const scans = (usage: typeof here) => usage.indexes.find(({ name }) => name === 'people_city_idx')?.scans;
  expect([scans(there), scans(here)]).toEqual([1, 0]);

  const onPrimary = await run(indexUse, primary);
  expect(onPrimary.findings.map(({ key }) => key).sort()).toEqual([
    'index.unused:public.people:people_age_idx',
    'index.unused:public.people:people_city_idx',
  ]);
  for (const { message, severity } of onPrimary.findings) {
    expect(severity).toBe('info');
    expect(message).toContain('A standby is attached whose reads are not among these counters');
  }
  const onStandby = await run(indexUse, standby);
  expect(onStandby.findings.map(({ key }) => key)).toEqual(['index.unused:public.people:people_age_idx']);
  expect(onStandby.findings[0]?.message).toContain('This server is a standby');
  expect((await run(statisticsAge, standby)).nothingToCompare).toContain('standby');
});

test('whoever has no right but to connect sees that a standby is attached', async () => {
  const poor = new URL(url(primary));
  [poor.username, poor.password] = ['nobody', 'nobody'];
  expect(await usageOf(poor.href, primary.version)).toMatchObject({ replicas: 1 });
});

test('a server that keeps the times of transactions says how old an index is', async () => {
  await runSql(url(primary), 'CREATE INDEX people_new_idx ON people (age, city)');
  const usage = await usageOf(url(primary), primary.version);
  const madeAt = (index: string) => usage.indexes.find(({ name }) => name === index)?.madeAt ?? '';
  expect(Date.parse(usage.now) - Date.parse(madeAt('people_new_idx'))).toBeLessThan(60_000);
  expect(madeAt('people_age_idx') < madeAt('people_new_idx')).toBe(true);
  // The counters of the other one begin long ago, by what this run is told; those of a new index cannot.
  const aged = { ...usage, countedSince: '2020-01-01T00:00:00.000Z' };
  const result = indexUse.runWith(
    { 'database.catalogue': (await readOnce(url(primary))).schema, 'database.usage': aged },
    { ignore: [] },
  );
  expect(result.nothingToCompare).toContain('3 indexes made less than 7 days ago are not judged yet');
});

test('a crash throws the counters away, and it is known since when they count', async () => {
  const before = await usageOf(url(primary), primary.version);
  expect(before.tables[0]).toMatchObject({ name: 'people', liveRows: 2_000 });
  // An immediate shutdown leaves the data folder as a crash does.
  process.kill(primary.pid, 'SIGQUIT');
  await waitForExit(primary.pid, 10_000);
  primary = await start('primary');
  const after = await usageOf(url(primary), primary.version);
  expect(Date.parse(after.countedSince ?? '')).toBeGreaterThan(Date.parse(before.now));
  expect(after.indexes.every(({ scans }) => scans === 0)).toBe(true);
  // How many rows there are stands in the catalogue, too.
  expect(after.tables[0]).toMatchObject({ name: 'people', liveRows: 2_000, analyzedAt: null });
  const again = await start('primary');
  expect((await usageOf(url(again), again.version)).countedSince).toBe(after.countedSince);

  // A stop in good order keeps them.
  await primary.stop();
  primary = await start('primary');
  const kept = await usageOf(url(primary), primary.version);
  expect(kept.countedSince).toBe(after.countedSince);
  expect(kept.serverStartedAt).not.toBe(after.serverStartedAt);
});
