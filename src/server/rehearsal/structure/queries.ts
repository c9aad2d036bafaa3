import { z } from 'zod';

// Every text is qualified: the session's search_path is empty. $1 are the watched schemas.

/** A row of a query whose statement PostgreSQL writes itself. */
export const PartRow = z.object({ what: z.string(), sql: z.string() });

const NOT_SYSTEM = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const notOfExtension = (catalogue: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_catalog.pg_depend x WHERE x.classid = 'pg_catalog.${catalogue}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;

/** A watched relation, or one that a foreign key of a watched one points to. */
const TABLE = `(n.nspname = ANY ($1::text[]) OR c.oid IN (
  SELECT k.confrelid FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class w ON w.oid = k.conrelid
  JOIN pg_catalog.pg_namespace wn ON wn.oid = w.relnamespace WHERE k.contype = 'f' AND wn.nspname = ANY ($1::text[])))
  AND ${notOfExtension('pg_class', 'c.oid')}`;

export const EXTENSIONS = `
SELECT e.extname::text AS name, n.nspname::text AS schema
FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`;
export const ExtensionRow = z.object({ name: z.string(), schema: z.string() });

export const SCHEMAS = `
SELECT 'schema ' || n.nspname AS what, format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS sql
FROM pg_catalog.pg_namespace n WHERE ${NOT_SYSTEM}`;

export const TYPES = `
SELECT 'type ' || n.nspname || '.' || t.typname AS what,
  CASE t.typtype
    WHEN 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname, coalesce((
      SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid), ''))
    WHEN 'd' THEN format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
      || CASE WHEN t.typcollation NOT IN (0, 100) THEN ' COLLATE ' || t.typcollation::regcollation::text ELSE '' END
      || coalesce(' DEFAULT ' || t.typdefault, '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
      || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname)
           FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '')
    WHEN 'c' THEN format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname, coalesce((
      SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), ''))
    WHEN 'r' THEN (SELECT format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s)', n.nspname, t.typname, format_type(r.rngsubtype, NULL))
      FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid)
  END AS sql
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
WHERE ${NOT_SYSTEM} AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')) AND ${notOfExtension('pg_type', 't.oid')}
ORDER BY t.typtype = 'e' DESC, t.oid`;

/** Those of identity columns are made with their column. */
export const SEQUENCES = `
SELECT 'sequence ' || n.nspname || '.' || c.relname AS what,
  format('CREATE SEQUENCE %I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s', n.nspname, c.relname,
    format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
    CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS sql
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${NOT_SYSTEM} AND ${notOfExtension('pg_class', 'c.oid')} AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
ORDER BY c.oid`;

/** The column that a sequence is dropped with. */
export const OWNERSHIPS = `
SELECT 'owner of sequence ' || n.nspname || '.' || c.relname AS what,
  format('ALTER SEQUENCE %I.%I OWNED BY %s.%I', n.nspname, c.relname, d.refobjid::regclass, a.attname) AS sql
FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S'
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'a' AND ${NOT_SYSTEM}`;

export const FUNCTIONS = `
SELECT CASE p.prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END || p.oid::regprocedure::text AS what,
  pg_get_functiondef(p.oid) AS sql
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE ${NOT_SYSTEM} AND p.prokind IN ('f', 'p') AND ${notOfExtension('pg_proc', 'p.oid')} ORDER BY p.oid`;

/** Of a partition only its bounds: all else comes from its parent. */
export const TABLES = `
SELECT 'table ' || n.nspname || '.' || c.relname AS what, CASE WHEN c.relispartition THEN (
  SELECT format('CREATE TABLE %I.%I PARTITION OF %s %s', n.nspname, c.relname, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
  FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid)
ELSE format('CREATE TABLE %I.%I (%s)', n.nspname, c.relname, coalesce((
  SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || CASE WHEN a.attcollation NOT IN (0, 100) AND a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END
    || CASE WHEN a.attidentity <> '' THEN format(' GENERATED %s AS IDENTITY (%s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, (
         SELECT format('SEQUENCE NAME %I.%I INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s', sn.nspname, sc.relname, s.seqincrement, s.seqmin,
           s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
         FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
         JOIN pg_catalog.pg_class sc ON sc.oid = s.seqrelid JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace
         WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype = 'i'))
       WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(f.adbin, f.adrelid))
       WHEN a.attgenerated = 'v' THEN format(' GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(f.adbin, f.adrelid))
       WHEN f.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid) ELSE '' END
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), ''))
END || CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END AS sql
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND ${TABLE}
ORDER BY c.relispartition, c.oid`;

/** Keys to a partitioned table have a copy for each partition; only the one that was declared is made. */
export const CONSTRAINTS = `
SELECT 'constraint ' || k.conname || ' of ' || n.nspname || '.' || c.relname AS what,
  format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) AS sql
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
WHERE k.contype IN ('p', 'u', 'x', 'c', 'f') AND k.conparentid = 0 AND k.conislocal AND coalesce(i.indisvalid AND i.indisready, true)
  AND NOT (c.relispartition AND k.contype = 'c' AND k.coninhcount > 0) AND c.relkind IN ('r', 'p') AND ${TABLE}
ORDER BY position(k.contype::text IN 'puxcf'), c.oid, k.conname`;

export const INDEXES = `
SELECT 'index ' || n.nspname || '.' || ic.relname AS what, pg_get_indexdef(i.indexrelid) AS sql,
  format('%I.%I', n.nspname, ic.relname) AS name, format('%I.%I', n.nspname, c.relname) AS "table",
  i.indisvalid AS valid, i.indisready AS ready
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND NOT ic.relispartition AND ${TABLE}
  AND (NOT (i.indisvalid AND i.indisready) OR NOT EXISTS (
    SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')))
ORDER BY c.oid, ic.relname`;
export const IndexPartRow = PartRow.extend({
  name: z.string(),
  table: z.string(),
  valid: z.boolean(),
  ready: z.boolean(),
});

export const VIEWS = `
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || n.nspname || '.' || c.relname AS what,
  format('CREATE %s %I.%I AS %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, n.nspname, c.relname,
    rtrim(pg_get_viewdef(c.oid), '; ')) AS sql
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND ${TABLE} ORDER BY c.oid`;

export const TRIGGERS = `
SELECT 'trigger ' || t.tgname || ' of ' || n.nspname || '.' || c.relname AS what, pg_get_triggerdef(t.oid)
  || CASE t.tgenabled WHEN 'O' THEN '' ELSE format('; ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname,
       CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname) END AS sql
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND coalesce((to_jsonb(t) ->> 'tgparentid')::oid, 0) = 0 AND ${TABLE} ORDER BY c.oid, t.tgname`;

export const ROW_SECURITY = `
SELECT 'row security of ' || n.nspname || '.' || c.relname AS what, concat_ws('; ',
  CASE WHEN c.relrowsecurity THEN format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', n.nspname, c.relname) END,
  CASE WHEN c.relforcerowsecurity THEN format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', n.nspname, c.relname) END) AS sql
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND ${TABLE}
UNION ALL
SELECT 'policy ' || p.polname || ' of ' || n.nspname || '.' || c.relname,
  format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', p.polname, n.nspname, c.relname,
    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
    (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ') FROM unnest(p.polroles) AS role))
    || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
    || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${TABLE}`;

/** What there is no copy of, with the reason. */
export const UNCOPYABLE = `
SELECT 'foreign table ' || n.nspname || '.' || c.relname AS what,
  'It lies on the foreign server ' || s.srvname || ', to which the copy has no way' AS sql
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
WHERE n.nspname = ANY ($1::text[])
UNION ALL
SELECT 'inheritance of ' || n.nspname || '.' || c.relname, 'Tables that inherit from others are copied as tables of their own'
FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'f') AND NOT c.relispartition
UNION ALL
SELECT 'aggregate ' || p.oid::regprocedure::text, 'Aggregates are not copied'
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ANY ($1::text[]) AND p.prokind = 'a' AND ${notOfExtension('pg_proc', 'p.oid')}`;
