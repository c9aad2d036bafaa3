import { z } from 'zod';

/**
 * One language for both sides: what `schema.prisma` and the migrations declare (`expected`), and what `pg_catalog`
 * says (`observed`). Types, defaults and expressions are in one canonical spelling, so that equal things are equal text.
 */
export const IndexColumn = z.object({
  /** A column's name, or null where the key is an expression. */
  name: z.string().nullable(),
  expression: z.string().nullable(),
  order: z.enum(['asc', 'desc']),
  nulls: z.enum(['first', 'last']),
  /** Null stands for the default operator class of the column's type. */
  opclass: z.string().nullable(),
});
export type IndexColumn = z.infer<typeof IndexColumn>;

export const Index = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  columns: z.array(IndexColumn),
  include: z.array(z.string()),
  unique: z.boolean(),
  /** `btree`, `gin`, `gist`, `brin`, `hash`, `spgist`. */
  method: z.string(),
  /** The WHERE of a partial index in canonical spelling. */
  predicate: z.string().nullable(),
  nullsNotDistinct: z.boolean(),
  valid: z.boolean(),
  ready: z.boolean(),
  /** The constraint that stands on this index, if any. */
  constraint: z.enum(['primary', 'unique', 'exclusion']).nullable(),
  /** Where it is declared: by a model's attribute, by plain SQL in a migration; null on the observed side. */
  origin: z.enum(['schema', 'migration']).nullable(),
  sizeBytes: z.number().nullable(),
  /** Scans since the statistics were reset; null on the expected side or where statistics are not readable. */
  scans: z.number().nullable(),
  /** The statement that makes it: the migration's own text or one written from the parts. */
  definition: z.string(),
  source: z.object({ file: z.string(), line: z.number().int().positive() }).optional(),
});
export type Index = z.infer<typeof Index>;

export const Column = z.object({
  name: z.string(),
  position: z.number().int(),
  /** As `format_type` spells it: `character varying(255)`, `timestamp(3) without time zone`, `text[]`, `"GoalStatus"`. */
  type: z.string(),
  nullable: z.boolean(),
  /** Canonical: casts of literals removed, `CURRENT_TIMESTAMP` for `now()`; `nextval` for any own sequence. Null for none. */
  default: z.string().nullable(),
  generated: z.enum(['stored', 'virtual']).nullable(),
  identity: z.enum(['always', 'by default']).nullable(),
});
export type Column = z.infer<typeof Column>;

export const Key = z.object({ name: z.string(), columns: z.array(z.string()) });
export type Key = z.infer<typeof Key>;

export const ReferentialAction = z.enum(['NO ACTION', 'RESTRICT', 'CASCADE', 'SET NULL', 'SET DEFAULT']);
export type ReferentialAction = z.infer<typeof ReferentialAction>;

export const ForeignKey = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  references: z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()) }),
  onDelete: ReferentialAction,
  onUpdate: ReferentialAction,
  deferrable: z.boolean(),
  validated: z.boolean(),
  /** False for NOT ENFORCED (since PostgreSQL 18). Runs stored before this was read know only enforced ones. */
  enforced: z.boolean().default(true),
});
export type ForeignKey = z.infer<typeof ForeignKey>;

export const TableKind = z.enum(['table', 'partitioned table', 'view', 'materialized view', 'foreign table']);
export type TableKind = z.infer<typeof TableKind>;

export const Table = z.object({
  schema: z.string(),
  name: z.string(),
  kind: TableKind,
  columns: z.array(Column),
  primaryKey: Key.nullable(),
  foreignKeys: z.array(ForeignKey),
  /** All indexes, those of primary keys and unique constraints too. */
  indexes: z.array(Index),
  rowEstimate: z.number().nullable(),
  sizeBytes: z.number().nullable(),
});
export type Table = z.infer<typeof Table>;

export const EnumType = z.object({ schema: z.string(), name: z.string(), values: z.array(z.string()) });
export type EnumType = z.infer<typeof EnumType>;

export const DatabaseSchema = z.object({
  /** The database schemas that are looked at: those that the Prisma schema uses, `public` by default. */
  schemas: z.array(z.string()),
  tables: z.array(Table),
  enums: z.array(EnumType),
});
export type DatabaseSchema = z.infer<typeof DatabaseSchema>;

/** The connection and the server, read once per run; everything else of a run stands on it. */
export const DatabaseServer = z.object({
  version: z.string(),
  versionNumber: z.number().int(),
  database: z.string(),
  user: z.string(),
  readOnly: z.boolean(),
  /** The moment of the snapshot, by the server's clock. */
  snapshotAt: z.string(),
  /** Schemas of those asked for that do not exist or that the user may not use, each with why. */
  unreadable: z.array(z.object({ schema: z.string(), reason: z.string() })),
});
export type DatabaseServer = z.infer<typeof DatabaseServer>;
