import { afterEach, describe, expect, test } from 'vitest';
import { NotifyRules } from '../../shared/notify-settings';
import type { Verdict } from '../../shared/verdict';
import { trialRun } from '../store/contract';
import { createMemoryStore } from '../store/memory';
import { createMemoryOutbox } from './memory-outbox';
import { backOffOf, createNotifier, type Notifier } from './notifier';
import type { Outbox } from './outbox';
import type { Sent } from './sent';
import { channel } from './testing/messages';

const BEGIN = Date.parse('2026-01-01T00:00:00.000Z');
const hook = (name: string) => channel({ kind: 'webhook', name, url: `https://${name}.example/in` });
const yes: Sent = { ok: true, sentence: 'Taken.', retry: false, answer: '' };
const no = (retry: boolean): Sent => ({ ok: false, sentence: 'It answered 500.', retry, answer: '' });

let open: Notifier[] = [];
afterEach(async () => {
  await Promise.all(open.map((notifier) => notifier.close()));
  open = [];
});

/** A notifier over a store in memory, with a clock of its own; nothing happens but what a test asks for. */
function setUp(rules: Partial<NotifyRules> = {}) {
  let nowMs = BEGIN;
  const store = createMemoryStore(new Date(BEGIN).toISOString());
  const outbox = createMemoryOutbox(store, () => nowMs);
  const sent: string[] = [];
  const faults: unknown[] = [];
  let answer: (name: string) => Sent = () => yes;
  let reached: Outbox | null = outbox;
  const start = () => {
    const notifier = createNotifier({
      environment: 'shop',
      channels: [hook('a'), hook('b')],
      rules: NotifyRules.parse(rules),
      publicUrl: null,
      outbox: async () => reached,
      async send({ name }, message) {
        const came = answer(name);
        sent.push(`${name} ${message.id.split(':').at(-1)} ${came.ok}`);
        return came;
      },
      now: () => new Date(nowMs).toISOString(),
      onFault: (error) => faults.push(error),
      everyMs: 1_000_000_000,
    });
    open.push(notifier);
    return notifier;
  };
  let notifier = start();
  return {
    store,
    outbox,
    sent,
    faults,
    restart: () => {
      notifier = start();
    },
    answers: (next: typeof answer) => {
      answer = next;
    },
    reach: (is: boolean) => {
      reached = is ? outbox : null;
    },
    async run(verdict: Verdict, key = 'a') {
      nowMs += 1_000;
      await store.add(trialRun(new Date(nowMs).toISOString(), verdict, verdict === 'fail' ? [key] : []));
    },
    async look(passMs = 0) {
      nowMs += passMs;
      notifier.wake();
      await notifier.idle();
      return sent.splice(0);
    },
  };
}

describe('the notifier', () => {
  test('tells a change over every channel, once, whatever else wakes it', async () => {
    const { run, look, restart, faults } = setUp();
    await run('pass');
    expect(await look()).toEqual([]);
    await run('fail');
    expect((await look()).sort()).toEqual(['a ill true', 'b ill true']);
    await run('fail');
    expect(await look()).toEqual([]);
    restart();
    expect(await look()).toEqual([]);
    await run('pass');
    expect((await look()).sort()).toEqual(['a recovered true', 'b recovered true']);
    expect(faults).toEqual([]);
  });

  test('tells of what was red when it began, and not what was before that', async () => {
    const { run, look } = setUp();
    await run('pass');
    await run('fail');
    expect((await look()).sort()).toEqual(['a ill true', 'b ill true']);
  });

  test('tries again after longer and longer times, the other channel meanwhile goes on', async () => {
    const { run, look, answers, outbox } = setUp();
    answers((name) => (name === 'a' ? no(true) : yes));
    await run('fail');
    expect((await look()).sort()).toEqual(['a ill false', 'b ill true']);
    await run('pass');
    expect(await look()).toEqual(['b recovered true']);
    expect(await look(backOffOf(1) - 1_001)).toEqual([]);
    expect(await look(1)).toEqual(['a ill false']);
    answers(() => yes);
    expect(await look(backOffOf(2) - 1)).toEqual([]);
    expect(await look(1)).toEqual(['a ill true', 'a recovered true']);
    expect((await outbox.deliveries(10)).map(({ state }) => state)).toEqual(Array(4).fill('sent'));
  });

  test('gives up what no try can mend at once, and everything after eight tries, and says so', async () => {
    const { run, look, answers, outbox } = setUp();
    answers((name) => no(name === 'a'));
    await run('fail');
    await look();
    for (let tries = 1; tries < 8; tries += 1) expect(await look(backOffOf(tries))).toEqual(['a ill false']);
    expect(await look(3_600_000)).toEqual([]);
    const kept = await outbox.deliveries(10);
    expect(kept.map(({ channel: to, state, tries }) => `${to} ${state} ${tries}`).sort()).toEqual([
      'a failed 8',
      'b failed 1',
    ]);
    expect(kept.map(({ failure }) => failure)).toEqual(['It answered 500.', 'It answered 500.']);
  });

  test('decides nothing while the store is away, and misses nothing when it is back', async () => {
    const { run, look, reach } = setUp();
    await run('pass');
    await look();
    reach(false);
    await run('fail');
    await run('pass');
    expect(await look()).toEqual([]);
    reach(true);
    expect((await look()).filter((one) => one.startsWith('a'))).toEqual(['a ill true', 'a recovered true']);
  });

  test('tells what the quiet hours held back when they end, also without a run', async () => {
    const quietHours = { from: '00:00', to: '07:00', timeZone: 'UTC', breakThrough: 'nothing' } as const;
    const { run, look } = setUp({ quietHours });
    await run('fail');
    expect(await look()).toEqual([]);
    expect((await look(7 * 3_600_000)).sort()).toEqual(['a quiet-summary true', 'b quiet-summary true']);
    expect(await look(3_600_000)).toEqual([]);
  });

  test('what fails itself is told as a fault, and the next time it goes on', async () => {
    const { run, look, answers, faults } = setUp();
    answers(() => {
      throw new Error('broken');
    });
    await run('fail');
    await look();
    expect(faults).toHaveLength(2);
    answers(() => yes);
    // The claim of the try that broke runs out first.
    expect(await look()).toEqual([]);
    expect((await look(61_000)).sort()).toEqual(['a ill true', 'b ill true']);
  });
});

test('the times between tries grow to an hour', () => {
  expect([1, 2, 3, 7].map(backOffOf)).toEqual([10_000, 40_000, 160_000, 3_600_000]);
});
