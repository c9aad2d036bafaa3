/**
 * GET /api/health/client: which Prisma Client this process holds in memory. Copy this file into your application; it
 * needs nothing but Node. It works with Prisma 5, 6 and 7 and both generators, for clients extended with $extends too.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';

export type ClientHealthOptions = {
  /** The PrismaClient that your code uses now: asked at each request, so that one which is replaced is seen. */
  client: () => object | Promise<object>;
  /** With it, GET wants it too: as the password of a login (any user), or as a bearer token. */
  secret?: string;
  /** With it, POST takes up the client on disk: `run` must bring `client` to return the new one. */
  reload?: { token: string; run: () => unknown };
  /** What runs: a commit, a release. */
  commit?: string;
  /** What tells this process from one of the same pid elsewhere; the name of the host without it. */
  instance?: string;
};

type Answer = { status: number; body: unknown };

/** The route, as a function from a web-standard Request to a Response, and as one of Node's request and response. */
export function clientHealth(options: ClientHealthOptions) {
  const loadedSince = new WeakMap<object, string>();
  const made = new Date().toISOString();
  let first = true;

  async function describe(): Promise<Answer> {
    const client = await options.client();
    // The first one was loaded no later than this route was made; a later one when it was first seen.
    const loadedAt = loadedSince.get(client) ?? (first ? made : new Date().toISOString());
    loadedSince.set(client, loadedAt);
    first = false;
    // What a client was generated from are private members of Prisma, the same from 5 to 7.
    const schema = member(client, '_engineConfig', 'inlineSchema');
    const version = member(client, '_clientVersion');
    const models = member(client, '_runtimeDataModel', 'models');
    if (typeof schema !== 'string' || typeof version !== 'string' || typeof models !== 'object') {
      return problem(501, 'unsupported', 'This client does not tell what it was generated from.');
    }
    const schemaFingerprint = sha256(schema.replace(/\s+/g, ' ').trim());
    return {
      status: 200,
      body: {
        fingerprint: sha256(`${schemaFingerprint}\n${version}`),
        schemaFingerprint,
        version,
        models: Object.keys(models ?? {}),
        pid: process.pid,
        startedAt: new Date(performance.timeOrigin).toISOString(),
        loadedAt,
        commit: options.commit ?? null,
        instance: options.instance ?? hostname(),
      },
    };
  }

  async function answer(method: string, authorization: string): Promise<Answer> {
    try {
      if (method === 'GET') {
        if (options.secret !== undefined && !carries(authorization, options.secret)) {
          return problem(401, 'unauthorized', 'This route wants its secret.');
        }
        return await describe();
      }
      if (method !== 'POST' || options.reload === undefined) {
        return problem(405, 'method-not-allowed', `This route knows no ${method}.`);
      }
      if (!carries(authorization, options.reload.token)) {
        return problem(401, 'unauthorized', 'The authorization header does not carry the reload token.');
      }
      await options.reload.run();
      return await describe();
    } catch (error) {
      // The reason belongs into the application's own log, not into an answer.
      process.emitWarning(error instanceof Error ? error : String(error));
      return problem(
        500,
        'client-error',
        'The client could not be loaded: the log of the application says why.',
      );
    }
  }

  return {
    web: async (request: Request): Promise<Response> => {
      const { status, body } = await answer(request.method, request.headers.get('authorization') ?? '');
      return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
    },
    node: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { status, body } = await answer(request.method ?? 'GET', request.headers.authorization ?? '');
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    },
  };
}

function member(thing: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    thing,
  );
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

function problem(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

/**
 * Digests have one length, so that comparing them tells neither the secret's length nor its beginning. A secret that is
 * empty, as of a variable which nobody set, lets nobody in.
 */
function carries(authorization: string, secret: string): boolean {
  const [scheme = '', given = ''] = authorization.split(' ');
  const login = Buffer.from(given, 'base64').toString('utf8');
  const told = /^basic$/i.test(scheme) ? login.slice(login.indexOf(':') + 1) : given;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return secret !== '' && /^(basic|bearer)$/i.test(scheme) && timingSafeEqual(digest(told), digest(secret));
}
