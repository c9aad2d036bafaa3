import { createMemoryStore } from '../store/memory';
import { createMemoryOutbox } from './memory-outbox';
import { outboxContract } from './outbox-contract';

outboxContract('the outbox in memory', async () => {
  let now = Date.parse('2026-01-01T00:00:00.000Z');
  const outbox = createMemoryOutbox(createMemoryStore('2026-01-01T00:00:00.000Z'), () => now);
  return {
    outbox,
    other: outbox,
    pass: async (ms) => {
      now += ms;
    },
  };
});
