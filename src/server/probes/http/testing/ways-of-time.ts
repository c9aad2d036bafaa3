import { json, type Way, type WayGroup } from './way';

const GOOD = json(200, { ok: true });
const shape = { shape: true } as const;

function later(ms: number, respond: Way['respond'], untilHit = Number.POSITIVE_INFINITY): Way['respond'] {
  return (exchange) =>
    exchange.hit > untilHit ? respond(exchange) : exchange.later(ms, () => respond(exchange));
}

const cold: Way['respond'] = (exchange) => {
  if (exchange.hit === 1)
    exchange.later(150, () => json(200, { ok: true }, { 'x-americano-cold': '1' })(exchange));
  else GOOD(exchange);
};

/** Answers as declared that come late, or not each time. */
export const TIME: WayGroup = {
  title: 'Late, and now and then',
  ways: [
    {
      name: 'over-budget',
      does: 'answers as declared, each time over its budget',
      respond: later(150, GOOD),
      declare: { ...shape, budgetMs: 50 },
      expect: { rule: 'endpoint.slow', says: ['ms'] },
    },
    {
      name: 'over-budget-once',
      does: 'answers over its budget, and in time when asked again alone',
      respond: later(1_200, GOOD, 1),
      declare: { ...shape, budgetMs: 1_000 },
      expect: { rule: null },
    },
    {
      name: 'slow-start',
      does: 'is slow at its first request after a start, and says so',
      respond: cold,
      declare: { ...shape, budgetMs: 50 },
      expect: { rule: null },
    },
    {
      name: 'slow-start-over-its-budget',
      does: 'is slower at its first request than `coldBudgetMs` allows',
      respond: cold,
      declare: { ...shape, budgetMs: 50, coldBudgetMs: 60 },
      expect: { rule: 'endpoint.slow' },
    },
    {
      name: 'flapping',
      does: 'answers 503, then as declared',
      respond: (exchange) =>
        exchange.hit === 1 ? json(503, { message: 'Busy.' })(exchange) : GOOD(exchange),
      declare: shape,
      expect: { rule: 'endpoint.flapping', says: ['after 1 failed try: 503', 'Busy.'] },
    },
    {
      name: 'flapping-reset',
      does: 'resets the connection, then answers as declared',
      respond: (exchange) => (exchange.hit === 1 ? exchange.socket.resetAndDestroy() : GOOD(exchange)),
      declare: shape,
      expect: { rule: 'endpoint.flapping', says: ['after 1 failed try: ECONNRESET'] },
    },
    {
      name: 'flapping-hang',
      does: 'hangs, then answers as declared',
      respond: (exchange) => (exchange.hit === 1 ? undefined : GOOD(exchange)),
      declare: shape,
      timeoutMs: 1_500,
      expect: { rule: 'endpoint.flapping', says: ['after 1 failed try: timeout'] },
    },
    {
      name: 'flapping-schema',
      does: 'fails with Prisma’s P2021, then answers as declared: one of several processes is old',
      respond: (exchange) =>
        exchange.hit === 1
          ? json(500, {
              error: {
                code: 'P2021',
                message: 'The table `public.goals` does not exist in the current database.',
              },
            })(exchange)
          : GOOD(exchange),
      declare: shape,
      expect: { rule: 'endpoint.flapping', says: ['P2021', 'public.goals'] },
    },
    {
      name: 'failing',
      does: 'fails at each of three tries',
      respond: json(500, { message: 'Something broke.' }),
      declare: { ...shape, retries: 2 },
      expect: { rule: 'endpoint.server-error', says: ['500: Something broke.'] },
    },
    {
      name: 'failing-otherwise',
      does: 'resets the connection, then answers 500',
      respond: (exchange) =>
        exchange.hit === 1
          ? exchange.socket.resetAndDestroy()
          : json(500, { message: 'Something broke.' })(exchange),
      declare: shape,
      expect: { rule: 'endpoint.server-error', says: ['500: Something broke.'] },
    },
  ],
};
