import type { z } from 'zod';
import type { PrismaClient } from '../generated/americano/client';
import type { BeforeJson } from './json';

export type RouteContext<Query> = {
  client: PrismaClient;
  user: { id: string };
  query: Query;
  /** The moment of the request, so that a query can be tested at any time. */
  now: Date;
};

/**
 * For what is read often and changes seldom (what nightly analyses find, articles, experiments): it may be half a minute
 * old where a write went past Americano; what Americano itself writes invalidates at once. See docs/cache.md.
 */
export const HOT = { ttlMs: 30_000 };

/** One GET route: where it stands, what it takes, what it answers, and the function that asks the database. */
export type RouteDefinition<Query extends z.ZodType, Response extends z.ZodType> = {
  path: string;
  story: string;
  /** The Prisma models that the route reads, besides `User`. */
  models: string[];
  /** All parameters but `userId`; a strict object, so that a misspelt name is a fault. */
  query: Query;
  response: Response;
  /** Where the answer may come from the cache: how old it may be. Left out where it must be of the moment. */
  cache?: { ttlMs: number };
  handle(context: RouteContext<z.output<Query>>): Promise<BeforeJson<z.input<Response>>>;
};

/** Gives a definition its types; does nothing else, so that a story file needs neither Next nor the loaded client. */
export function defineRoute<Query extends z.ZodType, Response extends z.ZodType>(
  definition: RouteDefinition<Query, Response>,
): RouteDefinition<Query, Response> {
  return definition;
}
