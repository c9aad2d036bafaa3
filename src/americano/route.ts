import { z } from 'zod';
import type { PrismaClient } from '../generated/americano/client';
import { throughCache } from './cache/through-cache';
import { clientPaths } from './client-paths';
import type { RouteDefinition } from './definition';
import { errorAnswer, RouteError } from './errors';
import { toJson } from './json';
import { UserId } from './params';
import { withClient } from './registry';
import { delayIfAsked } from './slow-route';

declare global {
  // Which routes this process has answered; on globalThis since each route is a bundle of its own.
  var americanoWarmRoutes: Set<string> | undefined;
}

/** Without a fingerprint nothing is cached: which client an entry is of would not be known. */
export type LendClient = <T>(work: (client: PrismaClient, fingerprint?: string) => Promise<T>) => Promise<T>;
const TextParams = z.record(z.string(), z.string());

/**
 * Makes a Next GET handler of a definition: parameters, user, query, shape of the answer, errors as `ErrorBody`.
 * `lendClient` lends the client for one request; the registry does it unless a test brings its own.
 */
export function americanoRoute<Query extends z.ZodType, Response extends z.ZodType>(
  definition: RouteDefinition<Query, Response>,
  lendClient: LendClient = withClient,
): (request: Request) => Promise<globalThis.Response> {
  return async (request) => {
    const headers = new Headers({ 'cache-control': 'no-store' });
    if (firstRequest(definition.path)) headers.set('x-americano-cold', '1');
    try {
      const { userId, query } = parseParams(definition.query, new URL(request.url).searchParams);
      const answer = await lendClient((client, fingerprint) => {
        const compute = async () => {
          if (process.env.DRIFTBOARD_EMBEDDED === '1')
            await delayIfAsked(definition.path, clientPaths().dataDir);
          const user = await client.user.findUnique({ where: { id: userId }, select: { id: true } });
          if (!user) throw new RouteError(404, 'not-found', `There is no user with the id \`${userId}\`.`);
          return parseAnswer(
            definition,
            toJson(await definition.handle({ client, user, query, now: new Date() })),
          );
        };
        return throughCache(definition, { request, userId, query, fingerprint }, compute);
      });
      if (answer.use !== null) headers.set('x-cache', answer.use);
      return Response.json(answer.value, { headers });
    } catch (error) {
      const { status, body } = errorAnswer(error);
      return Response.json(body, { status, headers });
    }
  };
}

function firstRequest(path: string): boolean {
  globalThis.americanoWarmRoutes ??= new Set();
  const cold = !globalThis.americanoWarmRoutes.has(path);
  globalThis.americanoWarmRoutes.add(path);
  return cold;
}

/** All faults are gathered before the route answers: those of `userId`, of repeated names and of the route's own. */
function parseParams<Query extends z.ZodType>(schema: Query, params: URLSearchParams) {
  const faults: string[] = [];
  for (const name of new Set(params.keys())) {
    if (params.getAll(name).length > 1) faults.push(`${name}: is given more than once`);
  }
  const { userId, ...rest } = TextParams.parse(Object.fromEntries(params));
  const user = UserId.safeParse(userId ?? (process.env.AMERICANO_DEMO_USER || 'demo-user'));
  if (!user.success) faults.push(...issues(user.error, 'userId'));
  const query = schema.safeParse(rest);
  if (!query.success) faults.push(...issues(query.error));
  if (!user.success || !query.success || faults.length > 0) {
    throw new RouteError(400, 'bad-request', `The parameters are not valid: ${faults.join('; ')}.`, faults);
  }
  return { userId: user.data, query: query.data };
}

function parseAnswer(definition: { path: string; response: z.ZodType }, body: unknown): unknown {
  const parsed = definition.response.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RouteError(
    500,
    'contract',
    `The answer of ${definition.path} does not have its documented shape.`,
    issues(parsed.error),
  );
}

function issues(error: z.ZodError, name?: string): string[] {
  return error.issues.map((issue) => {
    const place = [...(name ? [name] : []), ...issue.path.map(String)].join('.');
    return place ? `${place}: ${issue.message}` : issue.message;
  });
}
