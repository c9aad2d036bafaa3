import { expect, test } from 'vitest';
import { fixtureState } from '../fixtures';
import { endDays, endedText, standingRows } from './waivers';

const waiver = {
  id: '7',
  pattern: 'table.missing:public.orders',
  person: 'Ada',
  proven: false,
  reason: 'It is built on Sunday.',
  givenAt: '2026-03-01T00:00:00.000Z',
  endsAt: '2026-03-15T23:59:59.999Z',
};
const kept = { ...waiver, run: 3, accepts: {}, endedAt: null, endedBy: null, endedWhy: null };
const list = { active: [kept], ended: [], away: null, maxDays: 90, namesAreTold: false };
const { latest } = fixtureState('green');
if (latest === null) throw new Error('The fixture has a run.');
const report = latest.report;

test('a waiver says what it does in the newest run, and that this run did not know of it', () => {
  expect(standingRows(list, report)).toMatchObject([{ id: '7', does: expect.stringContaining('not know') }]);
  const judged = { ...waiver, state: 'counts' as const, keys: ['a', 'b'], why: null };
  const does = (over: object) =>
    standingRows(list, { ...report, waivers: [{ ...judged, ...over }] }).map((row) => row.does);
  expect(does({})).toEqual(['2 findings waived']);
  expect(does({ state: 'idle', keys: [] })).toEqual(['nothing of it was found']);
  expect(does({ state: 'ended', keys: [], why: 'Its end date has passed.' })).toEqual([
    'waives nothing. Its end date has passed.',
  ]);
});

test('those of a file stand beside those of the store, and cannot be ended here', () => {
  const file = { ...waiver, id: null, state: 'unbound' as const, keys: [], why: 'It accepts nothing.' };
  expect(standingRows(list, { ...report, waivers: [file] })).toMatchObject([
    { id: '7' },
    { id: null, does: 'From the file: waives nothing. It accepts nothing.' },
  ]);
});

test('how one ended: by a person or by itself', () => {
  const ended = { ...kept, endedAt: '2026-03-09T10:00:00.000Z', endedWhy: 'It is built.' };
  expect(endedText({ ...ended, endedBy: 'Grace' })).toBe('Ended by Grace on 2026-03-09: It is built.');
  expect(endedText(ended)).toBe('Ended by itself on 2026-03-09: It is built.');
});

test('the days that may be chosen', () => {
  const days = endDays(Date.parse('2026-03-01T23:00:00.000Z'), 10);
  expect(days).toEqual({ first: '2026-03-01', last: '2026-03-11', likely: '2026-03-11' });
});
