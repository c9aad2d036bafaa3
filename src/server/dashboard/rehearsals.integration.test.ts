import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Job } from '../../shared/job';
import { rehearsal } from '../../ui/fixtures/repair';
import { createTestDatabase, type TestDatabase } from '../embedded/testing';
import { findProjectRoot } from '../project-root';
import { storeClient } from '../store/postgres/client';
import { openPostgresStore } from '../store/postgres/open';
import { createBus } from './bus';
import { newestRehearsal } from './rehearsals';

let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openPostgresStore>>;

beforeAll(async () => {
  database = await createTestDatabase('rehearsals');
  opened = await openPostgresStore({
    storeUrl: database.url,
    environment: 'staging',
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });
});
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});

function instance(client: () => typeof opened.client | null = () => opened.client) {
  const faults: unknown[] = [];
  const bus = createBus((error) => faults.push(error));
  const rehearsals = newestRehearsal({
    environment: 'staging',
    kept: { client },
    bus,
    onFault: (error) => faults.push(error),
  });
  return { rehearsals, bus, faults };
}

function rehearseJob(finishedAt: string | null): Job {
  return {
    id: 'one',
    kind: 'rehearse',
    title: 'Rehearse the repair',
    state: finishedAt === null ? 'running' : 'succeeded',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt,
    steps: [],
    log: [],
    outcome: null,
    result: null,
    startedBy: { pid: 1, via: 'dashboard' },
  };
}

test('what one instance has rehearsed every other one shows, once it is told of the end of the job, and after a restart', async () => {
  const [made, other] = [instance(), instance()];
  expect(await other.rehearsals.newest()).toBeNull();
  const first = rehearsal('2026-01-01T00:00:00.000Z');
  await made.rehearsals.keep(first);
  expect(await made.rehearsals.newest()).toEqual(first);
  // It is not asked for with every look at the state.
  expect(await other.rehearsals.newest()).toBeNull();
  other.bus.publish({ type: 'job.changed', job: rehearseJob(null) });
  expect(await other.rehearsals.newest()).toBeNull();
  other.bus.publish({ type: 'job.changed', job: rehearseJob('2026-01-01T00:00:09.000Z') });
  expect(await other.rehearsals.newest()).toEqual(first);
  const second = rehearsal('2026-01-01T00:01:00.000Z');
  await made.rehearsals.keep(second);
  expect(await instance().rehearsals.newest()).toEqual(second);
  // A killed instance tells nobody of its job; the next run does. All who ask at once have the same answer.
  other.bus.publish({ type: 'run.stored', runId: 'r', number: 7 });
  expect(await Promise.all([other.rehearsals.newest(), other.rehearsals.newest()])).toEqual([second, second]);
  // One that began earlier and ends later is none of the newest.
  const late = instance();
  await late.rehearsals.keep(rehearsal('2026-01-01T00:00:30.000Z'));
  expect(await late.rehearsals.newest()).toEqual(second);
  expect(await instance().rehearsals.newest()).toEqual(second);
  expect([...made.faults, ...other.faults]).toEqual([]);
});

test('without the store it is known where it was made, and kept when the store is back', async () => {
  let isAway = true;
  const away = instance(() => (isAway ? null : opened.client));
  const mine = rehearsal('2026-01-02T00:00:00.000Z');
  await away.rehearsals.keep(mine);
  expect(await away.rehearsals.newest()).toEqual(mine);
  expect(await instance().rehearsals.newest()).not.toEqual(mine);
  isAway = false;
  expect(await away.rehearsals.newest()).toEqual(mine);
  expect(await instance().rehearsals.newest()).toEqual(mine);
});

test('a store that is lost in between is a fault once asked, and asked again later', async () => {
  const nowhere = new URL(database.url);
  nowhere.port = '1';
  const lost = storeClient(nowhere.href);
  let client = lost;
  const { rehearsals, faults } = instance(() => client);
  expect(await rehearsals.newest()).toBeNull();
  expect(await rehearsals.newest()).toBeNull();
  expect(faults, 'it is not asked with each look').toHaveLength(1);
  client = opened.client;
  expect(await rehearsals.newest()).not.toBeNull();
  await lost.$disconnect();
});

test('one that the store refuses keeps nobody from seeing those of others', async () => {
  const refused = instance();
  // PostgreSQL takes no NUL in jsonb.
  await refused.rehearsals.keep({ ...rehearsal('2026-01-03T00:00:00.000Z'), sentence: 'NUL \u0000' });
  expect(refused.faults).toHaveLength(1);
  const later = rehearsal('2026-01-04T00:00:00.000Z');
  await instance().rehearsals.keep(later);
  refused.bus.publish({ type: 'run.stored', runId: 'r', number: 8 });
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  expect(await refused.rehearsals.newest()).toEqual(later);
  vi.restoreAllMocks();
});
