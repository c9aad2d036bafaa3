import type { Delivery } from '../../shared/notification';
import type { Store } from '../store/types';
import type { KeptState, Outbox, OutMessage } from './outbox';

/** So many are remembered. */
const MOST_KEPT = 200;

type Row = OutMessage &
  Pick<Delivery, 'id' | 'channel' | 'state' | 'tries' | 'failure'> & {
    createdMs: number;
    nextTryMs: number;
    claimedUntilMs: number;
    sentMs: number | null;
  };

/** An outbox of this process alone: a restart forgets what waits, and what was told. */
export function createMemoryOutbox(runs: Pick<Store, 'get' | 'summaries'>, nowMs: () => number): Outbox {
  let kept: KeptState | null = null;
  let rows: Row[] = [];
  let lastId = 0;
  const change = (id: string, changed: Partial<Row>) => {
    rows = rows.map((row) => (row.id === id ? { ...row, claimedUntilMs: 0, ...changed } : row));
  };
  return {
    state: async () => kept,
    lastNumber: async () => (await runs.summaries(1)).at(-1)?.number ?? 0,
    run: (number) => runs.get(number),
    async keep(before, state, messages, channels) {
      if ((kept?.version ?? null) !== before) return false;
      kept = { version: (before ?? 0) + 1, state };
      for (const channel of channels) {
        for (const one of messages) {
          lastId += 1;
          rows.push({
            ...one,
            id: String(lastId),
            channel,
            state: 'waiting',
            tries: 0,
            failure: null,
            createdMs: nowMs(),
            nextTryMs: nowMs(),
            claimedUntilMs: 0,
            sentMs: null,
          });
        }
      }
      rows = rows.slice(-MOST_KEPT);
      return true;
    },
    async claim(channel, leaseMs) {
      const first = rows.find((row) => row.channel === channel && row.state === 'waiting');
      const now = nowMs();
      if (first === undefined || first.nextTryMs > now || first.claimedUntilMs > now) return null;
      const tries = first.tries + 1;
      change(first.id, { tries, claimedUntilMs: now + leaseMs });
      return { id: first.id, message: first.message, tries };
    },
    async sent({ id }) {
      change(id, { state: 'sent', sentMs: nowMs(), failure: null });
    },
    async failed({ id, tries }, failure, retryInMs) {
      if (!rows.some((row) => row.id === id && row.state === 'waiting' && row.tries === tries)) return;
      change(
        id,
        retryInMs === null ? { state: 'failed', failure } : { failure, nextTryMs: nowMs() + retryInMs },
      );
    },
    async expire(olderThanMs, failure) {
      const old = rows.filter(
        ({ state, createdMs, claimedUntilMs }) =>
          state === 'waiting' && createdMs < nowMs() - olderThanMs && claimedUntilMs <= nowMs(),
      );
      for (const { id } of old) change(id, { state: 'failed', failure });
    },
    async forget(olderThanMs) {
      rows = rows.filter(({ state, createdMs }) => state === 'waiting' || createdMs >= nowMs() - olderThanMs);
    },
    deliveries: async (limit) => rows.slice(-limit).reverse().map(deliveryOf),
  };
}

function deliveryOf({ message, number, createdMs, nextTryMs, sentMs, ...row }: Row): Delivery {
  const { id, channel, state, tries, failure } = row;
  return {
    id,
    channel,
    state,
    tries,
    failure,
    number,
    kind: message.kind,
    title: message.title,
    createdAt: new Date(createdMs).toISOString(),
    nextTryAt: state === 'waiting' ? new Date(nextTryMs).toISOString() : null,
    sentAt: sentMs === null ? null : new Date(sentMs).toISOString(),
  };
}
