import { z } from 'zod';

// Every query takes the schemas' names as $1 and leaves out what belongs to an extension: nobody declares that.

const NOT_OF_EXTENSION = (relation: string) => `NOT EXISTS (
  SELECT FROM pg_catalog.pg_depend e
  WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = ${relation} AND e.deptype = 'e')`;

const WATCHED = `c.relnamespace IN (
  SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::text[]))
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition`;

/** Tables, views and their like. A partition is part of its table and does not stand alone. */
export const RELATIONS = `
SELECT c.oid::text AS oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
       c.reltuples::float8 AS rows, c.relpages * current_setting('block_size')::float8 AS "sizeBytes"
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${WATCHED} AND ${NOT_OF_EXTENSION('c.oid')}
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

export const RelationRow = z.object({
  oid: z.string(),
  schema: z.string(),
  name: z.string(),
  kind: z.enum(['r', 'p', 'v', 'm', 'f']),
  rows: z.number(),
  sizeBytes: z.number(),
});
export type RelationRow = z.infer<typeof RelationRow>;

/** Columns with types and defaults; a type of an extension is named without the schema that the extension lies in. */
export const COLUMNS = `
SELECT a.attrelid::text AS "tableOid", a.attnum::int AS position, a.attname::text AS name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       x.objid IS NOT NULL AS "ofExtension",
       NOT a.attnotnull AS nullable, a.attidentity::text AS identity,
       a.attgenerated::text AS generated,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS "default"
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_depend x
  ON x.classid = 'pg_catalog.pg_type'::regclass AND x.objid = a.atttypid AND x.deptype = 'e'
WHERE ${WATCHED} AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

export const ColumnRow = z.object({
  tableOid: z.string(),
  position: z.number().int(),
  name: z.string(),
  type: z.string(),
  ofExtension: z.boolean(),
  nullable: z.boolean(),
  identity: z.enum(['', 'a', 'd']),
  generated: z.enum(['', 's', 'v']),
  default: z.string().nullable(),
});
export type ColumnRow = z.infer<typeof ColumnRow>;

const ACTION = z.enum(['a', 'r', 'c', 'n', 'd', ' ']);

/** Primary keys, unique and exclusion constraints, foreign keys. */
export const CONSTRAINTS = `
SELECT k.conrelid::text AS "tableOid", k.conname::text AS name, k.contype::text AS kind,
       k.conindid::text AS "indexOid", k.conkey::int[] AS columns,
       k.confrelid::text AS "targetOid", k.confkey::int[] AS "targetColumns",
       k.confdeltype::text AS "onDelete", k.confupdtype::text AS "onUpdate",
       k.condeferrable AS deferrable, k.convalidated AS validated,
       -- Since PostgreSQL 18; as JSON, so that older servers, where every key is enforced, do without.
       coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS enforced
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
-- A key to a partitioned table has a copy for each partition; only the one that was declared counts.
WHERE ${WATCHED} AND k.contype IN ('p', 'u', 'x', 'f') AND k.conparentid = 0
ORDER BY k.conrelid, k.conname COLLATE "C"`;

export const ConstraintRow = z.object({
  tableOid: z.string(),
  name: z.string(),
  kind: z.enum(['p', 'u', 'x', 'f']),
  indexOid: z.string(),
  columns: z.array(z.number().int()).nullable(),
  targetOid: z.string(),
  targetColumns: z.array(z.number().int()).nullable(),
  onDelete: ACTION,
  onUpdate: ACTION,
  deferrable: z.boolean(),
  validated: z.boolean(),
  enforced: z.boolean(),
});
export type ConstraintRow = z.infer<typeof ConstraintRow>;

/** Names of columns that foreign keys point to outside the watched schemas; $1 are the tables' oids. */
export const TARGETS = `
SELECT c.oid::text AS "tableOid", n.nspname::text AS schema, c.relname::text AS "table",
       a.attnum::int AS position, a.attname::text AS name
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.oid = ANY ($1::oid[])`;

export const TargetRow = z.object({
  tableOid: z.string(),
  schema: z.string(),
  table: z.string(),
  position: z.number().int(),
  name: z.string(),
});
export type TargetRow = z.infer<typeof TargetRow>;

/** Indexes as pg_index has them. Only an index that has expressions or a predicate is deparsed. */
export const INDEXES = `
SELECT i.indexrelid::text AS oid, i.indrelid::text AS "tableOid", ic.relname::text AS name,
       am.amname::text AS method, i.indisunique AS "unique", i.indisvalid AS valid, i.indisready AS ready,
       -- Since PostgreSQL 15; as JSON, so that older servers do without.
       i.indisunique AND coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS "nullsNotDistinct",
       i.indnkeyatts::int AS "keyCount", i.indkey::text AS keys, i.indoption::text AS options,
       i.indclass::text AS opclasses,
       CASE WHEN i.indexprs IS NULL THEN NULL ELSE ARRAY(
         SELECT CASE WHEN i.indkey[place] = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, place + 1, false) END
         FROM generate_series(0, i.indnkeyatts - 1) AS place ORDER BY place) END AS expressions,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
       pg_catalog.pg_stat_get_numscans(i.indexrelid)::float8 AS scans,
       ic.relpages * current_setting('block_size')::float8 AS "sizeBytes"
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = ic.relam
WHERE ${WATCHED}
ORDER BY i.indrelid, ic.relname COLLATE "C"`;

export const IndexRow = z.object({
  oid: z.string(),
  tableOid: z.string(),
  name: z.string(),
  method: z.string(),
  unique: z.boolean(),
  valid: z.boolean(),
  ready: z.boolean(),
  nullsNotDistinct: z.boolean(),
  keyCount: z.number().int(),
  keys: z.string(),
  options: z.string(),
  opclasses: z.string(),
  expressions: z.array(z.string().nullable()).nullable(),
  predicate: z.string().nullable(),
  scans: z.number().nullable(),
  sizeBytes: z.number(),
});
export type IndexRow = z.infer<typeof IndexRow>;

/** All operator classes; a few hundred. `$1` is not needed: they lie in pg_catalog and where extensions are. */
export const OPCLASSES = `
SELECT oid::text AS oid, opcname::text AS name, opcdefault AS "isDefault" FROM pg_catalog.pg_opclass`;

export const OpclassRow = z.object({ oid: z.string(), name: z.string(), isDefault: z.boolean() });
export type OpclassRow = z.infer<typeof OpclassRow>;

/** Enums with their labels in the order of their meaning. */
export const ENUMS = `
SELECT n.nspname::text AS schema, t.typname::text AS name,
       array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FILTER (WHERE e.oid IS NOT NULL) AS values
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
WHERE n.nspname = ANY ($1::text[]) AND t.typtype = 'e' AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_depend x
  WHERE x.classid = 'pg_catalog.pg_type'::regclass AND x.objid = t.oid AND x.deptype = 'e')
GROUP BY n.nspname, t.typname
ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`;

export const EnumRow = z.object({
  schema: z.string(),
  name: z.string(),
  values: z.array(z.string()).nullable(),
});
