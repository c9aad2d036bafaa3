import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentNoteRequest } from '../../../shared/incident-notes';
import { dashboardIncidentNotes } from '../../dashboard/incident-notes';
import { createTestDatabase, type TestDatabase } from '../../embedded/testing';
import { findProjectRoot } from '../../project-root';
import { trialRun } from '../contract';
import { readAudit } from './audit';
import { openPostgresStore } from './open';

let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openPostgresStore>>;

beforeAll(async () => {
  database = await createTestDatabase('notes');
  opened = await openPostgresStore({
    storeUrl: database.url,
    environment: 'staging',
    watchedUrl: null,
    projectRoot: findProjectRoot(),
  });
  await opened.store.add(trialRun('2026-01-01T00:00:00.000Z', 'pass', []));
  await opened.store.add(trialRun('2026-01-01T00:01:00.000Z', 'fail', ['a']));
});
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});

const recording = () => ({
  state: 'away' as const,
  since: null,
  reason: 'It is away.',
  waiting: 0,
  lost: null,
});
const notesOf = (personHeader: string | null = null, away = false) =>
  dashboardIncidentNotes({
    settings: { env: 'staging', personHeader },
    kept: { client: () => (away ? null : opened.client), recording },
  });
const request = (more: Partial<IncidentNoteRequest> = {}): IncidentNoteRequest => ({
  incident: 2,
  name: 'Ada',
  text: 'The deploy of noon took a column away.',
  requestId: randomUUID(),
  ...more,
});

test('a note by a named person is kept with its incident and in the chain, once however often it is sent', async () => {
  const notes = notesOf();
  const one = request();
  const added = await notes.add(one, new Headers());
  expect(added).toMatchObject({ incident: 2, person: { name: 'Ada', proven: false }, text: one.text });
  expect(await notes.add(one, new Headers())).toEqual(added);
  await expect(notes.add({ ...one, text: 'Something else.' }, new Headers())).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await notes.of([2, 7])).toEqual({ notes: [added], closed: null, asksName: true });
  expect(await notes.of([7])).toMatchObject({ notes: [] });
  expect(await readAudit(opened.client, 0, 10)).toMatchObject([
    { kind: 'incident.noted', person: 'Ada', payload: { incident: 2, text: one.text } },
  ]);
});

test('a secret that somebody pastes does not stay', async () => {
  const { text } = await notesOf().add(
    request({ text: 'I used postgresql://app:hunter2@db/shop for it.' }),
    new Headers(),
  );
  expect(text).not.toContain('hunter2');
});

test('an incident that is not there, nobody’s name and a store that is away are refused with why', async () => {
  await expect(notesOf().add(request({ incident: 1 }), new Headers())).rejects.toThrow(
    'No incident that is kept began with run 1.',
  );
  await expect(notesOf().add(request({ name: null }), new Headers())).rejects.toThrow('Your name');
  await expect(notesOf('x-user').add(request(), new Headers())).rejects.toMatchObject({ code: 'forbidden' });
  await expect(notesOf(null, true).add(request(), new Headers())).rejects.toMatchObject({
    code: 'unavailable',
  });
  // Not an empty list: nobody knows them.
  expect(await notesOf(null, true).of([2])).toMatchObject({
    notes: null,
    closed: expect.stringMatching('away'),
  });
});
