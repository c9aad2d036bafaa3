import { z } from 'zod';
import { Extension } from './database-schema';
import { SourcePosition } from './finding';

/** The logical half of `schema.prisma`, as Prisma's own parser gives it, with the lines where things stand. */
export const PrismaField = z.object({
  name: z.string(),
  /** The column's name: `@map`, or the field's own. */
  dbName: z.string(),
  kind: z.enum(['scalar', 'enum', 'object', 'unsupported']),
  type: z.string(),
  isList: z.boolean(),
  isRequired: z.boolean(),
  isId: z.boolean(),
  hasDefault: z.boolean(),
  /**
   * Who fills in a value that is left out: the client knows literals, now(), uuid() and their like, and leaves
   * autoincrement() and dbgenerated() to the database. Absent where there is no default, and where that is not known.
   */
  defaultFrom: z.enum(['client', 'database']).optional(),
  /**
   * Of a relation that holds its columns in this model: its fields, and those of the other model. Only where the client
   * alone keeps relations (`relationMode = "prisma"`): elsewhere the foreign key of the DDL says it.
   */
  relation: z.object({ fields: z.array(z.string()), references: z.array(z.string()) }).optional(),
  source: SourcePosition.optional(),
});
export type PrismaField = z.infer<typeof PrismaField>;

export const PrismaModel = z.object({
  name: z.string(),
  /** The table's name: `@@map`, or the model's own. */
  dbName: z.string(),
  schema: z.string(),
  /** From a doc comment `/// story: 5.3`; null where a model has none. */
  story: z.string().nullable(),
  /** A `view` block has no DDL of its own. */
  kind: z.enum(['model', 'view']),
  /** `@@ignore`: in the database, but without a delegate in the client. */
  ignored: z.boolean(),
  fields: z.array(PrismaField),
  source: SourcePosition.optional(),
});
export type PrismaModel = z.infer<typeof PrismaModel>;

export const PrismaEnum = z.object({
  name: z.string(),
  dbName: z.string(),
  schema: z.string(),
  values: z.array(z.object({ name: z.string(), dbName: z.string() })),
  source: SourcePosition.optional(),
});
export type PrismaEnum = z.infer<typeof PrismaEnum>;

export const PrismaSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      sha256: z.string(),
      /** As it stands on disk; edits that accept what the database has are worked out from it. */
      text: z.string().optional(),
    }),
  ),
  /** Of the normalised text (white space folded). */
  fingerprint: z.string(),
  provider: z.string(),
  /** Database schemas in use, `public` by default. */
  schemas: z.array(z.string()),
  relationMode: z.enum(['foreignKeys', 'prisma']),
  models: z.array(PrismaModel),
  enums: z.array(PrismaEnum),
  /** What had to be taken out to read it (a `url` in the datasource block, a preview feature nobody knows). */
  notes: z.array(z.string()),
  /** What `prisma.config.ts` marks as managed elsewhere: `schema.name`, or a bare name in the default schema. */
  external: z.object({ tables: z.array(z.string()), enums: z.array(z.string()) }),
  /** `extensions = […]` of the datasource; null where it declares none, which says nothing. */
  extensions: z.array(Extension).nullable(),
});
export type PrismaSchema = z.infer<typeof PrismaSchema>;

/** The models and views that a client has a delegate for: all but those with `@@ignore`. */
export function clientModels(schema: Pick<PrismaSchema, 'models'>): PrismaModel[] {
  return schema.models.filter((model) => !model.ignored);
}
