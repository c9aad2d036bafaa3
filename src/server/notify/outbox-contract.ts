import { describe, expect, test } from 'vitest';
import type { Outbox } from './outbox';
import { beginningAt } from './state';
import { message } from './testing/messages';

export type OpenedOutbox = {
  outbox: Outbox;
  /** Another instance's, on the same store; the same one where there is only one. */
  other: Outbox;
  /** Lets time go by for it. */
  pass(ms: number): Promise<void>;
};

const MINUTE = 60_000;
const LEASE_MS = 10 * MINUTE;
const out = (number: number) => ({ number, message: message({ id: `run-${number}:ill` }) });

/** What every outbox does; `open` gives an empty one of an environment of its own. */
export function outboxContract(name: string, open: () => Promise<OpenedOutbox>): void {
  describe(name, () => {
    test('keeps a decision and its messages together, and refuses one that stands on an older state', async () => {
      const { outbox, other } = await open();
      expect(await outbox.state()).toBeNull();
      expect(await outbox.keep(null, beginningAt(1), [out(1)], ['a', 'b'])).toBe(true);
      expect(await other.keep(null, beginningAt(9), [out(9)], ['a'])).toBe(false);
      expect(await other.state()).toEqual({ version: 1, state: beginningAt(1) });
      expect(await other.keep(1, beginningAt(2), [out(2)], ['a'])).toBe(true);
      expect(await outbox.keep(1, beginningAt(3), [out(3)], ['a'])).toBe(false);
      const kept = await outbox.deliveries(10);
      expect(kept.map(({ number, channel }) => `${number} ${channel}`).sort()).toEqual(['1 a', '1 b', '2 a']);
    });

    test('gives each message of a channel to one instance, the oldest first, none before another is done', async () => {
      const { outbox, other } = await open();
      await outbox.keep(null, beginningAt(2), [out(1), out(2)], ['a', 'b']);
      const first = await outbox.claim('a', LEASE_MS);
      expect(first).toMatchObject({ tries: 1, message: { id: 'run-1:ill' } });
      expect(await other.claim('a', LEASE_MS)).toBeNull();
      expect(await other.claim('b', LEASE_MS)).toMatchObject({ message: { id: 'run-1:ill' } });
      if (first !== null) await outbox.sent(first);
      const second = await other.claim('a', LEASE_MS);
      expect(second).toMatchObject({ tries: 1, message: { id: 'run-2:ill' } });
      if (second !== null) await other.sent(second);
      expect(await outbox.claim('a', LEASE_MS)).toBeNull();
    });

    test('a claim of an instance that died is taken over after its lease, and not before', async () => {
      const { outbox, other, pass } = await open();
      await outbox.keep(null, beginningAt(1), [out(1)], ['a']);
      const dead = await outbox.claim('a', LEASE_MS);
      await pass(LEASE_MS - MINUTE);
      expect(await other.claim('a', LEASE_MS)).toBeNull();
      await pass(2 * MINUTE);
      const taken = await other.claim('a', LEASE_MS);
      expect(taken).toMatchObject({ id: dead?.id, tries: 2 });
      // It was only slow: what it says now does not give the message to a third one.
      if (dead !== null) await outbox.failed(dead, 'Too late.', 0);
      expect(await outbox.claim('a', LEASE_MS)).toBeNull();
      if (taken !== null) await other.sent(taken);
      if (dead !== null) await outbox.failed(dead, 'Too late.', null);
      expect(await outbox.deliveries(1)).toMatchObject([{ state: 'sent', failure: null }]);
    });

    test('one that failed waits for its time, keeps its place, and says why', async () => {
      const { outbox, pass } = await open();
      await outbox.keep(null, beginningAt(2), [out(1), out(2)], ['a']);
      const first = await outbox.claim('a', LEASE_MS);
      if (first !== null) await outbox.failed(first, 'It answered 500.', 5 * MINUTE);
      expect(await outbox.claim('a', LEASE_MS)).toBeNull();
      const [, waiting] = await outbox.deliveries(2);
      expect(waiting).toMatchObject({ number: 1, state: 'waiting', failure: 'It answered 500.', tries: 1 });
      expect(waiting?.nextTryAt).not.toBeNull();
      await pass(6 * MINUTE);
      const again = await outbox.claim('a', LEASE_MS);
      expect(again).toMatchObject({ id: first?.id, tries: 2 });
      if (again !== null) await outbox.failed(again, 'It answered 410.', null);
      const [, failed] = await outbox.deliveries(2);
      expect(failed).toMatchObject({ state: 'failed', failure: 'It answered 410.', nextTryAt: null });
      expect(await outbox.claim('a', LEASE_MS)).toMatchObject({ message: { id: 'run-2:ill' } });
    });

    test('what is too old is given up, but for what somebody is sending', async () => {
      const { outbox, pass } = await open();
      await outbox.keep(null, beginningAt(1), [out(1)], ['a', 'b']);
      await pass(59 * MINUTE);
      await outbox.claim('b', LEASE_MS);
      await pass(2 * MINUTE);
      await outbox.expire(60 * MINUTE, 'Too old.');
      const kept = await outbox.deliveries(2);
      const states = kept.map(({ channel, state, failure }) => `${channel} ${state} ${failure}`).sort();
      expect(states).toEqual(['a failed Too old.', 'b waiting null']);
    });

    test('what is over is forgotten after its time, and what waits never', async () => {
      const { outbox, pass } = await open();
      await outbox.keep(null, beginningAt(1), [out(1)], ['a', 'b']);
      const claimed = await outbox.claim('a', LEASE_MS);
      if (claimed !== null) await outbox.sent(claimed);
      await outbox.forget(60 * MINUTE);
      expect(await outbox.deliveries(5)).toHaveLength(2);
      await pass(61 * MINUTE);
      await outbox.forget(60 * MINUTE);
      expect(await outbox.deliveries(5)).toMatchObject([{ channel: 'b', state: 'waiting' }]);
    });
  });
}
