import { z } from 'zod';

/** Names on either side of a change, in the order in which they stand. */
const Names = z.object({ added: z.array(z.string()), removed: z.array(z.string()) });

const ClientSize = z.object({
  version: z.string(),
  models: z.number().int(),
  enums: z.number().int(),
  files: z.number().int(),
  sizeBytes: z.number(),
});

/** What a regeneration changed in one generated client. */
export const ClientChange = z.object({
  name: z.string(),
  /** Null where there was no client, or none that could be read. */
  before: ClientSize.nullable(),
  after: ClientSize,
  /** Names on both sides; of a changed field a text that begins with its name: `score: Int → Int?`. */
  models: Names.extend({
    changed: z.array(z.object({ name: z.string(), fields: Names.extend({ changed: z.array(z.string()) }) })),
  }),
  enums: Names.extend({ changed: z.array(z.object({ name: z.string(), values: Names })) }),
});
export type ClientChange = z.infer<typeof ClientChange>;

/** Alike errors of the application's types: same code, same message. */
export const TypeErrorGroup = z.object({
  /** `TS2339`. */
  code: z.string(),
  /** Whether the client caused it: the former client does not bring it, or it stands in the client, or names a type of it. */
  byPrisma: z.boolean(),
  /** Whether the former client does not bring it; null where it was held against none. */
  isNew: z.boolean().nullable(),
  message: z.string(),
  /** How often; `places` names the first ones. */
  count: z.number().int(),
  /** Relative to the folder of the tsconfig. */
  places: z.array(z.object({ file: z.string(), line: z.number().int(), column: z.number().int() })),
});
export type TypeErrorGroup = z.infer<typeof TypeErrorGroup>;

/** What the application's own compiler says of its types against a client. */
export const TypeCheck = z.object({
  /** The compiler that was run: `tsc 5.9.3 -p tsconfig.json`. */
  command: z.string(),
  /** Of the application, as far as the compiler read them; of the client among them, which are never none. */
  files: z.number().int(),
  clientFiles: z.number().int(),
  errors: z.number().int(),
  byPrisma: z.number().int(),
  /** Those that the former client does not bring; null where it was held against none. */
  newErrors: z.number().int().nullable(),
  /** New ones first, then those that the client caused. Not more than a person can read; `errors` counts all. */
  groups: z.array(TypeErrorGroup),
  durationMs: z.number(),
});
export type TypeCheck = z.infer<typeof TypeCheck>;

/** How the running application came to the new client, or why it has not. */
export const ClientTakeUp = z.object({
  how: z.enum(['reloaded', 'restarted', 'not-running', 'restart-needed']),
  /** A sentence with the next step. */
  text: z.string(),
  /** Each process that answered afterwards, and whether it holds the new client. Empty: nobody did, so nothing is proven. */
  processes: z.array(z.object({ pid: z.number().int(), startedAt: z.string(), fresh: z.boolean() })),
});
export type ClientTakeUp = z.infer<typeof ClientTakeUp>;

/** What a regeneration came to; null is what was not reached or is switched off. */
export const RegenerationResult = z.object({
  changes: z.array(ClientChange).nullable(),
  types: TypeCheck.nullable(),
  takeUp: ClientTakeUp.nullable(),
});
export type RegenerationResult = z.infer<typeof RegenerationResult>;
