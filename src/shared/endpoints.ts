import { z } from 'zod';
import { ResponseShape } from './response-shape';

export const Method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
export type Method = z.infer<typeof Method>;

/** Methods that may be sent wherever an endpoint is declared: by HTTP's definition they change nothing. */
export const SAFE_METHODS: readonly Method[] = ['GET', 'HEAD'];

/** What must hold of one value of the answer, found by its path: `items[0].id`, `total`, `$` for the whole body. */
export const Assertion = z.strictObject({
  at: z.string().min(1),
  exists: z.boolean().optional(),
  equals: z.json().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  minLength: z.number().int().nonnegative().optional(),
  maxLength: z.number().int().nonnegative().optional(),
  /** A regular expression that the value, a text, must match. */
  matches: z.string().optional(),
  oneOf: z.array(z.json()).optional(),
});
export type Assertion = z.infer<typeof Assertion>;

/** How requests prove who they are. A secret stands in an environment variable, named here; never in the file. */
export const Authentication = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bearer'), env: z.string().min(1) }),
  z.strictObject({ kind: z.literal('basic'), userEnv: z.string().min(1), passwordEnv: z.string().min(1) }),
  z.strictObject({ kind: z.literal('cookie'), name: z.string().min(1), env: z.string().min(1) }),
  z.strictObject({ kind: z.literal('header'), name: z.string().min(1), env: z.string().min(1) }),
  /** A request that is made once a run; its answer's cookies, or a value of its body as a bearer token, go along. */
  z.strictObject({
    kind: z.literal('login'),
    path: z.string().startsWith('/'),
    method: Method.default('POST'),
    headers: z.record(z.string(), z.string()).default({}),
    /** Values may name variables of the environment: `${env:AMERICANO_PASSWORD}`. */
    body: z.json().optional(),
    take: z.union([z.literal('cookies'), z.strictObject({ bearerAt: z.string().min(1) })]).default('cookies'),
  }),
]);
export type Authentication = z.infer<typeof Authentication>;

/** One declared request of the manifest (`driftboard.endpoints.ts` or `.json`). */
export const EndpointDeclaration = z.strictObject({
  /** Tells two requests of the same route apart. */
  name: z.string().min(1).optional(),
  method: Method.default('GET'),
  /** As Next names the route: `/api/users/[id]`, `/api/files/[...path]`; the values stand in `params`. */
  path: z.string().regex(/^\/[^\s?#]*$/, 'must begin with / and have no query: parameters stand in `query`'),
  /** May take values of earlier answers: `${userId}` (see `save`). So may query, headers and body. */
  params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  query: z.record(z.string(), z.string()).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  /** Sent as JSON; a text as it is. */
  body: z.json().optional(),
  /** A name of `auth` in the manifest; null sends nothing even where the manifest has a default. */
  auth: z.string().nullable().optional(),
  story: z.string().optional(),
  /** Names of the Prisma models that the route reads. */
  models: z.array(z.string()).default([]),
  expectStatus: z.number().int().min(100).max(599).default(200),
  /**
   * The shape of the answer's JSON body, of zod or as JSON Schema. Without one, only the status, the assertions and the
   * time are judged.
   */
  response: ResponseShape.optional(),
  assert: z.array(Assertion).default([]),
  /** Values of the answer that later requests use, by name: `{ userId: 'items[0].id' }`. */
  save: z.record(z.string(), z.string()).default({}),
  /** What the request changes, in words; a request that says nothing of it and is no GET or HEAD is not sent. */
  sideEffects: z.string().min(1).optional(),
  /** Names of the environments where a request that changes something may be sent. */
  safeOn: z.array(z.string()).default([]),
  /** The time within which the whole answer is to arrive. */
  budgetMs: z.number().positive().default(500),
  /** That of the first request after a start; five times the budget, and at least 2 s, where it is not given. */
  coldBudgetMs: z.number().positive().optional(),
  retries: z.number().int().min(0).max(3).default(1),
});
export type EndpointDeclaration = z.infer<typeof EndpointDeclaration>;

export const EndpointManifest = z.strictObject({
  /** For editors; not read. */
  $schema: z.string().optional(),
  auth: z.record(z.string(), Authentication).default({}),
  /** The name of an `auth` that every request uses which names none. */
  defaultAuth: z.string().optional(),
  /** Names of fields, besides those that always are, whose values are masked in kept answers. */
  mask: z.array(z.string().min(1)).default([]),
  /** Paths of the application that are meant to be declared nowhere; `*` stands for anything: `/api/internal/*`. */
  ignore: z.array(z.string().startsWith('/')).default([]),
  endpoints: z.array(EndpointDeclaration).min(1),
});
export type EndpointManifest = z.infer<typeof EndpointManifest>;
/** What a person writes: defaults may be left out. */
export type EndpointManifestInput = z.input<typeof EndpointManifest>;

/** `GET /api/analytics/patterns`: the name of an endpoint in findings, causes and on the page. */
export function endpointId(endpoint: { method: string; path: string; name?: string | undefined }): string {
  const named = endpoint.name === undefined ? '' : ` (${endpoint.name})`;
  return `${endpoint.method} ${endpoint.path}${named}`;
}

/** One request and what came of it. Exactly one of `status` and `transportError` is set. */
export const EndpointTry = z.object({
  url: z.string(),
  startedAt: z.string(),
  status: z.number().int().nullable(),
  /** `ECONNREFUSED`, `timeout`, `body-too-large`, …, with a sentence; null when an answer came. */
  transportError: z.object({ code: z.string(), message: z.string() }).nullable(),
  durationMs: z.number(),
  firstByteMs: z.number().nullable(),
  /** How far it came before it failed. */
  failedIn: z.enum(['connect', 'headers', 'body']).nullable().default(null),
  /** The answer's headers, lower case, masked; empty where none came. */
  headers: z.record(z.string(), z.string()).default({}),
  contentType: z.string().nullable(),
  /** Parsed JSON, or undefined where the body was none. */
  json: z.unknown().optional(),
  /** The body as text, cut at a limit and masked; for the eye. */
  bodyText: z.string(),
  bodyBytes: z.number().int(),
});
export type EndpointTry = z.infer<typeof EndpointTry>;

export const EndpointResult = z.object({
  id: z.string(),
  /** All tries in order; the last decides, the earlier ones are kept. Empty where `notSent` says why. */
  tries: z.array(EndpointTry),
  /** Why no request was sent: what would have to be set or mended first. `skipped` is what somebody chose. */
  notSent: z
    .object({ verdict: z.enum(['unknown', 'skipped']), reason: z.string() })
    .nullable()
    .default(null),
  /** True when this is the first request to this process since it started (a cold one). */
  cold: z.boolean(),
});
export type EndpointResult = z.infer<typeof EndpointResult>;

export type EndpointObservation = {
  baseUrl: string;
  declarations: EndpointDeclaration[];
  results: EndpointResult[];
  /** Names of fields whose values no finding shows, besides those that always are masked. */
  mask?: string[];
};
