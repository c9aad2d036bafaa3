import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EmbeddedPostgres, ensureDatabase, startEmbedded } from '../../embedded';
import { waitForExit } from '../../embedded/processes';
import { withTestServer } from '../../embedded/testing';
import { runSql } from '../../probes/catalogue/testing/read';
import { usageOf } from '../../probes/usage/testing-usage';
import { fetchOlderPostgres, OLDER_POSTGRES, type OlderPostgres } from '../older-postgres';
import { type Answer, answerOf } from './answer';
import { americano, everything } from './applications';
import { type Change, corpusOf } from './changes/corpus';
import { type Application, type Laboratory, openLaboratory } from './laboratory';

const MAJORS = [14, 15, 16, 17] as const satisfies readonly OlderPostgres[];
/** Every so many changes of the corpus is tried on every version. */
const EVERY = 5;
const PREPARE_TIMEOUT_MS = 900_000;
const WAIT = { timeout: 15_000, interval: 250 };
const newest = withTestServer().url('postgres');

/** What all versions understand and the newest one takes, with its answer. */
type Told = { change: Change; answer: Answer };
const told = new Map<Application, { clean: Answer; changes: Told[] }>();

/** The answer on a copy after a change; null where PostgreSQL refuses it. */
async function tell(
  laboratory: Laboratory,
  change: Change | null,
  clean: Answer | null,
): Promise<Answer | null> {
  return laboratory.withCopy(async ({ url, client }) => {
    try {
      for (const sql of change?.sql ?? []) await client.query(sql);
    } catch {
      return null;
    }
    return answerOf(await laboratory.askDriftboard(url), clean);
  });
}

async function tellAll(application: Application): Promise<void> {
  const laboratory = await openLaboratory(application, newest);
  try {
    const clean = await tell(laboratory, null, null);
    if (clean === null) throw new Error('The clean database gives no answer.');
    const changes: Told[] = [];
    const candidates = corpusOf(laboratory.shape, Math.min(...MAJORS) * 10_000);
    for (const group of candidates.filter((_, place) => place % EVERY === 0)) {
      for (const change of group) {
        const answer = await tell(laboratory, change, clean);
        if (answer === null) continue;
        changes.push({ change, answer });
        break;
      }
    }
    told.set(application, { clean, changes });
  } finally {
    await laboratory.close();
  }
}

beforeAll(async () => {
  await tellAll(americano);
  await tellAll(everything);
}, PREPARE_TIMEOUT_MS);

test('the newest version has told enough to compare with', () => {
  for (const application of [americano, everything]) {
    const changes = told.get(application)?.changes ?? [];
    expect(changes.length).toBeGreaterThanOrEqual(35);
    const silent = changes.filter(
      ({ answer, change }) => answer.findings.length === 0 && change.silent === null,
    );
    expect(silent.length).toBeLessThan(changes.length / 4);
  }
});

describe.each(MAJORS)(`PostgreSQL %i gives the same verdicts and findings`, (major) => {
  let folder: string;
  let server: EmbeddedPostgres;
  const start = async () =>
    startEmbedded({
      dataDir: path.join(folder, 'data'),
      version: String(major),
      installedIn: await fetchOlderPostgres(major),
      durable: false,
    });
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), `driftboard-postgres-${major}-`));
    server = await start();
  }, PREPARE_TIMEOUT_MS);
  afterAll(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  test('it is that version', () => {
    expect(OLDER_POSTGRES[major].startsWith(`${server.version}.`)).toBe(true);
  });

  test.each([americano, everything])(
    'on $name',
    async (application) => {
      const laboratory = await openLaboratory(application, server.url('postgres'), newest);
      try {
        const expected = told.get(application);
        const clean = await tell(laboratory, null, null);
        expect(clean, 'the clean database').toEqual(expected?.clean);
        for (const { change, answer } of expected?.changes ?? []) {
          expect.soft(await tell(laboratory, change, clean), change.name).toEqual(answer);
        }
      } finally {
        await laboratory.close();
      }
    },
    PREPARE_TIMEOUT_MS,
  );

  test('counts how an index is used, and says since when, also after a crash', async () => {
    await ensureDatabase(server.url('postgres'), 'used');
    const read = () => usageOf(server.url('used'), server.version);
    await runSql(
      server.url('used'),
      `CREATE TABLE people (id int PRIMARY KEY, city text); CREATE INDEX city_idx ON people (city);
       INSERT INTO people SELECT g, CASE WHEN g % 4 = 0 THEN 'city ' || g END FROM generate_series(1, 2000) g`,
    );
    await runSql(server.url('used'), 'ANALYZE people');
    await runSql(server.url('used'), `SET enable_seqscan = off; SELECT FROM people WHERE city = 'city 8'`);
    // The server of version 14 writes its counters down twice a second.
    const before = await vi.waitFor(async () => {
      const usage = await read();
      expect(usage.indexes.find(({ name }) => name === 'city_idx')?.scans).toBe(1);
      return usage;
    }, WAIT);
    const index = before.indexes.find(({ name }) => name === 'city_idx');
    expect(typeof index?.lastScanAt === 'string').toBe(major >= 16);
    expect(index?.leanBytes).toBeGreaterThan(8_192);
    expect(before.columns).toContainEqual(expect.objectContaining({ column: 'city', nullFraction: 0.75 }));
    expect(before).toMatchObject({ isReplica: false, replicas: 0, tracksCounts: true });
    expect(before.tables).toMatchObject([{ name: 'people', liveRows: 2_000, inserts: 2_000 }]);
    const since = Date.parse(before.countedSince ?? '');
    expect(since).toBeLessThanOrEqual(Date.parse(before.now));

    process.kill(server.pid, 'SIGQUIT');
    await waitForExit(server.pid, WAIT.timeout);
    server = await start();
    await vi.waitFor(async () => {
      const after = await read();
      expect(Date.parse(after.countedSince ?? '')).toBeGreaterThan(since);
      expect(after.indexes.every(({ scans }) => scans === 0)).toBe(true);
    }, WAIT);
  });
});
