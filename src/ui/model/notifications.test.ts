import { describe, expect, test } from 'vitest';
import type { Delivery, NotificationState } from '@/shared/notification';
import { noticesOf, standingOf } from './notifications';

const state: NotificationState = {
  channels: [{ name: 'ops', kind: 'webhook', target: 'https://ops.example/…' }],
  kept: 'store',
  recording: { state: 'on', reason: null },
  publicUrl: 'https://health.example',
  asksName: true,
  flappingSince: null,
  quietHours: null,
  deliveries: [],
};
const delivery: Delivery = {
  id: '1',
  channel: 'ops',
  kind: 'ill',
  title: 'shop fails',
  number: 7,
  createdAt: '2026-01-01T00:00:00.000Z',
  state: 'waiting',
  tries: 0,
  nextTryAt: '2026-01-01T00:00:00.000Z',
  sentAt: null,
  failure: null,
};

describe('what keeps messages back', () => {
  test('is nothing where all is in order, or nobody is to be told', () => {
    expect(noticesOf(state)).toEqual([]);
    expect(noticesOf({ ...state, channels: [], kept: 'away', publicUrl: null })).toEqual([]);
  });

  test('is told, and none of it is green', () => {
    const notices = noticesOf({
      ...state,
      kept: 'away',
      recording: { state: 'away', reason: 'The store does not answer.' },
      publicUrl: null,
      flappingSince: '2026-01-01T12:34:56.000Z',
      quietHours: { words: 'from 22:00 to 07:00 (UTC)', isNow: true, held: 2 },
    });
    expect(notices.map(({ verdict }) => verdict)).toEqual(['unknown', 'warn', 'warn', 'skipped']);
    const text = notices.map((notice) => notice.text).join('\n');
    for (const part of ['The store does not answer.', '2026-01-01 12:34 UTC', '2 messages wait', 'publicUrl'])
      expect(text).toContain(part);
  });

  test('in memory a restart forgets it', () => {
    expect(noticesOf({ ...state, kept: 'memory' })).toMatchObject([{ key: 'memory', verdict: 'warn' }]);
  });
});

test.each([
  [{}, 'skipped', 'Waits'],
  [{ tries: 1 }, 'skipped', 'Is being sent'],
  [{ tries: 1, failure: 'It answered 500.' }, 'warn', 'Is tried again'],
  [{ state: 'failed', failure: 'It answered 404.' }, 'fail', 'Given up'],
  [{ state: 'sent' }, 'pass', 'Sent'],
] as const)('%j is %s: %s', (change, verdict, word) => {
  expect(standingOf({ ...delivery, ...change })).toEqual({ verdict, word });
});
