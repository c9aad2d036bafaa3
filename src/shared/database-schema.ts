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
  /** Null stands for the collation of the column itself. */
  collation: z.string().nullable(),
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
  /** Set where the constraint is DEFERRABLE: rows are told apart later, and ON CONFLICT cannot go by it. */
  deferrable: z.literal(true).optional(),
  /**
   * Set where something rests on it that is no constraint of its own: a foreign key on a unique index without one, or the
   * table's replica identity. Only the catalogue knows.
   */
  heldBy: z.enum(['foreign key', 'replica identity']).optional(),
  /** Where it is declared: by a model's attribute, by plain SQL in a migration, by the index manifest; null on the observed side. */
  origin: z.enum(['schema', 'migration', 'manifest']).nullable(),
  sizeBytes: z.number().nullable(),
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
  /** Null stands for the collation of the type: the database's own. */
  collation: z.string().nullable(),
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
  /** INITIALLY DEFERRED; only where it is deferrable at all. */
  initiallyDeferred: z.boolean(),
  match: z.enum(['SIMPLE', 'FULL']),
  validated: z.boolean(),
  /** False for NOT ENFORCED (since PostgreSQL 18). Runs stored before this was read know only enforced ones. */
  enforced: z.boolean().default(true),
});
export type ForeignKey = z.infer<typeof ForeignKey>;

export const TableKind = z.enum(['table', 'partitioned table', 'view', 'materialized view', 'foreign table']);
export type TableKind = z.infer<typeof TableKind>;

const Position = z.object({ file: z.string(), line: z.number().int().positive() });

export const CheckConstraint = z.object({
  name: z.string(),
  /** Canonical, without the brackets of CHECK (…). */
  expression: z.string(),
  validated: z.boolean(),
  enforced: z.boolean(),
  noInherit: z.boolean(),
  source: Position.optional(),
});
export type CheckConstraint = z.infer<typeof CheckConstraint>;

export const ExclusionConstraint = z.object({
  name: z.string(),
  /** Canonical: `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…)`, with DEFERRABLE where it is. */
  definition: z.string(),
  source: Position.optional(),
});
export type ExclusionConstraint = z.infer<typeof ExclusionConstraint>;

export const Trigger = z.object({
  name: z.string(),
  /** Canonical `CREATE TRIGGER …` without its state. */
  definition: z.string(),
  /** `origin` is the usual state. */
  enabled: z.enum(['origin', 'always', 'replica', 'disabled']),
  source: Position.optional(),
});
export type Trigger = z.infer<typeof Trigger>;

export const Policy = z.object({
  name: z.string(),
  command: z.enum(['ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE']),
  permissive: z.boolean(),
  /** `public` for everybody. */
  roles: z.array(z.string()),
  /** Canonical expressions. */
  using: z.string().nullable(),
  withCheck: z.string().nullable(),
  source: Position.optional(),
});
export type Policy = z.infer<typeof Policy>;

export const RowSecurity = z.object({
  enabled: z.boolean(),
  /** Also for the table's owner. */
  forced: z.boolean(),
  policies: z.array(Policy),
});
export type RowSecurity = z.infer<typeof RowSecurity>;

export const NO_ROW_SECURITY: RowSecurity = { enabled: false, forced: false, policies: [] };

export const Table = z.object({
  schema: z.string(),
  name: z.string(),
  kind: TableKind,
  columns: z.array(Column),
  primaryKey: Key.nullable(),
  foreignKeys: z.array(ForeignKey),
  /** All indexes, those of primary keys and unique constraints too. */
  indexes: z.array(Index),
  checks: z.array(CheckConstraint),
  exclusions: z.array(ExclusionConstraint),
  /** Those that somebody made: not the internal ones of foreign keys. */
  triggers: z.array(Trigger),
  rowSecurity: RowSecurity,
  /** The canonical query of a view or materialized view; null for what is none, and where its text is not known. */
  query: z.string().nullable(),
  rowEstimate: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  /** Where a migration makes it, where the migrations were replayed. */
  source: Position.optional(),
});
export type Table = z.infer<typeof Table>;

export const EnumType = z.object({ schema: z.string(), name: z.string(), values: z.array(z.string()) });
export type EnumType = z.infer<typeof EnumType>;

/** A sequence, also the one under an identity or serial column. Numbers are text: they may be larger than a double holds. */
export const Sequence = z.object({
  schema: z.string(),
  name: z.string(),
  type: z.enum(['smallint', 'integer', 'bigint']),
  start: z.string(),
  minimum: z.string(),
  maximum: z.string(),
  increment: z.string(),
  cache: z.string(),
  cycle: z.boolean(),
  /** The column that it belongs to and is dropped with. */
  ownedBy: z.object({ table: z.string(), column: z.string() }).nullable(),
  /** Under an identity column. */
  identity: z.boolean(),
  source: Position.optional(),
});
export type Sequence = z.infer<typeof Sequence>;

export const Extension = z.object({
  name: z.string(),
  /** Null where the declaration names none: whatever the server brings. */
  version: z.string().nullable(),
  /** Where its objects lie; null where the declaration names none. */
  schema: z.string().nullable(),
  source: Position.optional(),
});
export type Extension = z.infer<typeof Extension>;

export const DatabaseSchema = z.object({
  /** The database schemas that are looked at: those that the Prisma schema uses, `public` by default. */
  schemas: z.array(z.string()),
  tables: z.array(Table),
  enums: z.array(EnumType),
  sequences: z.array(Sequence),
  extensions: z.array(Extension),
});
export type DatabaseSchema = z.infer<typeof DatabaseSchema>;

/** How far a sequence has counted, against the largest value in the column that it feeds. Read from data, not from the catalogue. */
export const SequenceUse = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  column: z.string(),
  /** The next value that it would give; null where it could not be read. */
  next: z.string().nullable(),
  /** The largest value (the smallest, where it counts down) in the column; null for an empty table or where it could not be read. */
  extreme: z.string().nullable(),
  /** Why `next` or `extreme` could not be read, as a sentence; null where both were. */
  unreadable: z.string().nullable(),
});
export type SequenceUse = z.infer<typeof SequenceUse>;

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
