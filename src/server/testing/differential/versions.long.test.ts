import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbedded } from '../../embedded';
import { withTestServer } from '../../embedded/testing';
import { fetchOlderPostgres, OLDER_POSTGRES, type OlderPostgres } from '../older-postgres';
import { type Answer, answerOf } from './answer';
import { americano, everything } from './applications';
import { type Change, corpusOf } from './changes/corpus';
import { type Application, type Laboratory, openLaboratory } from './laboratory';

const MAJORS = [14, 15, 16, 17] as const satisfies readonly OlderPostgres[];
/** Every so many changes of the corpus is tried on every version. */
const EVERY = 5;
const PREPARE_TIMEOUT_MS = 900_000;
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
  beforeAll(async () => {
    const installedIn = await fetchOlderPostgres(major);
    folder = await mkdtemp(path.join(tmpdir(), `driftboard-postgres-${major}-`));
    server = await startEmbedded({
      dataDir: path.join(folder, 'data'),
      version: String(major),
      installedIn,
      durable: false,
    });
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
});
