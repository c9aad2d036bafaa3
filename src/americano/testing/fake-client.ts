import { z } from 'zod';
import type { PrismaClient } from '../../generated/americano/client';

/** What a call of a delegate gives back; a function is called with the arguments, so that it can throw or look at them. */
type Answers = Record<string, Record<string, unknown>>;

const NOTHING: Record<string, unknown> = {
  findMany: [],
  groupBy: [],
  findFirst: null,
  findUnique: null,
  count: 0,
};
const NUMBERS = ['loadScore', 'rating', 'readSeconds'];
const nulls = Object.fromEntries(NUMBERS.map((name) => [name, null]));

/**
 * A client without a database: every delegate finds nothing, as for a new user, but for what `answers` says
 * (`{ articleRead: { count: 3 } }`). The user `demo-user` exists; a model in `missing` has no delegate.
 */
export function fakeClient(answers: Answers = {}, missing: string[] = []): PrismaClient {
  const delegates: Answers = {
    user: { findUnique: ({ where }: { where: { id: string } }) => (where.id === 'demo-user' ? where : null) },
    ...answers,
  };
  const client = new Proxy(
    {},
    {
      get: (_, model) => {
        if (typeof model !== 'string' || model === 'then' || missing.includes(model)) return undefined;
        return new Proxy({}, { get: (__, call) => answerOf(delegates[model] ?? {}, String(call)) });
      },
    },
  );
  return z.custom<PrismaClient>((value) => typeof value === 'object').parse(client);
}

function answerOf(answers: Record<string, unknown>, call: string) {
  return async (args: unknown) => {
    const answer = answers[call] ?? NOTHING[call];
    if (typeof answer === 'function') return answer(args);
    if (call !== 'aggregate') return answer;
    return {
      _avg: nulls,
      _sum: nulls,
      _max: nulls,
      ...z.record(z.string(), z.unknown()).parse(answers[call] ?? { _count: { _all: 0 } }),
    };
  };
}

/** In: a number. Out: what stands in a row for a decimal. */
export function decimal(value: number): { toNumber(): number } {
  return { toNumber: () => value };
}
