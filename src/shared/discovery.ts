import { z } from 'zod';
import { Method } from './endpoints';
import { SourcePosition } from './finding';

/** A model that a route reaches, and how sure that is. */
export const ModelUse = z.object({
  model: z.string(),
  /** `findMany`, `create`, …; `include` and `select` where it is reached through a relation of another one. */
  operations: z.array(z.string()),
  /** Names of scalar fields that the code names; none is no claim that none is used. */
  fields: z.array(z.string()),
  at: SourcePosition,
  /** The functions in between, from the route's handler on: `GET → loadGoals → goalsOf`. */
  via: z.array(z.string()),
  /** The methods of the route whose handlers reach it. */
  methods: z.array(Method),
});
export type ModelUse = z.infer<typeof ModelUse>;

/** What reading could not follow: a dynamic import, a delegate whose name is computed, a file that does not parse. */
export const Uncertainty = z.object({
  reason: z.string(),
  at: SourcePosition,
  /** Whether more routes or methods may be served than are named, or more models be used. */
  about: z.enum(['routes', 'models']),
});
export type Uncertainty = z.infer<typeof Uncertainty>;

/** One route of an application, as its source has it. */
export const DiscoveredRoute = z.object({
  /** As Next names it: `/api/users/[id]`, `/files/[...path]`, `/shop/[[...slug]]`. */
  path: z.string(),
  router: z.enum(['app', 'pages']),
  methods: z.array(Method),
  /** The handler's file and line. */
  at: SourcePosition,
  models: z.array(ModelUse),
  enums: z.array(z.string()),
  /** Empty: everything that it calls was followed. */
  uncertain: z.array(Uncertainty),
});
export type DiscoveredRoute = z.infer<typeof DiscoveredRoute>;

/** All routes below `--source`. */
export const Discovery = z.object({
  root: z.string(),
  files: z.number().int(),
  routes: z.array(DiscoveredRoute),
  /** What is served without a handler of its own: pages, metadata files, files of `public`. */
  pages: z.array(z.string()),
  /** Paths that next.config rewrites to others: they are served, in no route file. */
  rewrites: z.array(z.string()),
  /** What concerns no single route: a folder that may not be read, a file that does not parse. */
  uncertain: z.array(Uncertainty),
});
export type Discovery = z.infer<typeof Discovery>;
