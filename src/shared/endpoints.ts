import { z } from 'zod';

/** One declared request of the manifest (`driftboard.endpoints.ts` or `.json`). */
export const EndpointDeclaration = z.strictObject({
  method: z.enum(['GET', 'HEAD']).default('GET'),
  path: z.string().regex(/^\/[^\s?#]*$/, 'must begin with / and have no query: parameters stand in `query`'),
  query: z.record(z.string(), z.string()).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  story: z.string().optional(),
  /** Names of the Prisma models that the route reads. */
  models: z.array(z.string()).default([]),
  expectStatus: z.number().int().min(100).max(599).default(200),
  /** The shape of the answer's JSON body. Without one, only the status and the time are judged. */
  response: z.instanceof(z.ZodType).optional(),
  /** The time within which the whole answer is to arrive. */
  budgetMs: z.number().positive().default(500),
  retries: z.number().int().min(0).max(3).default(1),
});
export type EndpointDeclaration = z.infer<typeof EndpointDeclaration>;

export const EndpointManifest = z.strictObject({ endpoints: z.array(EndpointDeclaration).min(1) });
export type EndpointManifest = z.infer<typeof EndpointManifest>;
/** What a person writes: defaults may be left out. */
export type EndpointManifestInput = z.input<typeof EndpointManifest>;

/** `GET /api/analytics/patterns`: the name of an endpoint in findings, causes and on the page. */
export function endpointId(endpoint: { method: string; path: string }): string {
  return `${endpoint.method} ${endpoint.path}`;
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
  /** All tries in order; the last decides, the earlier ones are kept. */
  tries: z.array(EndpointTry).min(1),
  /** True when this is the first request to this process since it started (a cold one). */
  cold: z.boolean(),
});
export type EndpointResult = z.infer<typeof EndpointResult>;

export type EndpointObservation = {
  baseUrl: string;
  declarations: EndpointDeclaration[];
  results: EndpointResult[];
};
