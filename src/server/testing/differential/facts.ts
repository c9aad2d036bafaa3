import type pg from 'pg';
import { z } from 'zod';

/**
 * What a database holds, told by its own deparsers: one text per object. Written apart from Driftboard's reader on
 * purpose, since it bears witness against it.
 */
export type Facts = ReadonlyMap<string, string>;

const OF_EXTENSION = (catalogue: string, oid: string) => `EXISTS (
  SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const RELATIONS = `
  SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind, c.relrowsecurity, c.relforcerowsecurity
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND NOT ${OF_EXTENSION('pg_class', 'c.oid')}`;

/** Each part gives a key (`column:public.users.email`) and everything that can be said of that object. */
const FACTS = `
WITH r AS (${RELATIONS})
SELECT 'table:' || r.name AS key, r.relkind::text AS value FROM r
UNION ALL
SELECT 'view:' || r.name, pg_get_viewdef(r.oid) FROM r WHERE r.relkind IN ('v', 'm')
UNION ALL
SELECT 'row-security:' || r.name, concat_ws(' ', r.relrowsecurity, r.relforcerowsecurity)
FROM r WHERE r.relkind IN ('r', 'p')
UNION ALL
SELECT 'column:' || r.name || '.' || a.attname,
       concat_ws(' | ', format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
                 a.attidentity, a.attgenerated, co.collname)
FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation
UNION ALL
SELECT 'constraint:' || r.name || '.' || k.conname,
       concat_ws(' | ', k.contype, pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred,
                 k.confmatchtype, to_jsonb(k) ->> 'conenforced')
FROM r JOIN pg_constraint k ON k.conrelid = r.oid
-- Since PostgreSQL 18 NOT NULL is a constraint too; the column says it already.
WHERE k.contype <> 'n' AND k.contype <> 't' AND k.conparentid = 0
UNION ALL
SELECT 'index:' || r.name || '.' || ic.relname,
       concat_ws(' | ', CASE WHEN i.indisprimary THEN 'p' WHEN i.indisunique THEN 'u' ELSE 'i' END,
                 pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready)
FROM r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
UNION ALL
SELECT 'trigger:' || r.name || '.' || t.tgname, concat_ws(' | ', pg_get_triggerdef(t.oid), t.tgenabled)
FROM r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy:' || r.name || '.' || p.polname,
       concat_ws(' | ', p.polcmd, p.polpermissive, p.polroles::regrole[]::text,
                 pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT 'enum:' || n.nspname || '.' || t.typname,
       coalesce(string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder), '')
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
WHERE n.nspname = ANY ($1) AND t.typtype = 'e' AND NOT ${OF_EXTENSION('pg_type', 't.oid')}
GROUP BY n.nspname, t.typname
UNION ALL
SELECT 'sequence:' || n.nspname || '.' || c.relname,
       concat_ws(' | ', s.seqtypid::regtype, s.seqstart, s.seqmin, s.seqmax, s.seqincrement, s.seqcache, s.seqcycle,
                 d.deptype, d.refobjid::regclass, d.refobjsubid)
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
  AND d.refobjsubid > 0
WHERE n.nspname = ANY ($1)
UNION ALL
SELECT 'extension:' || x.extname, concat_ws(' | ', x.extversion, n.nspname)
FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace`;

const FactRow = z.object({ key: z.string(), value: z.string() });

/** All objects of these schemas, each by its key. */
export async function readFacts(client: pg.Client, schemas: readonly string[]): Promise<Facts> {
  const { rows } = await client.query({ text: FACTS, values: [schemas] });
  return new Map(
    z
      .array(FactRow)
      .parse(rows)
      .map(({ key, value }) => [key, value]),
  );
}

/** The objects that came, went or became others between two readings, with what they were and are. */
export function changedFacts(before: Facts, after: Facts): Map<string, { before?: string; after?: string }> {
  const changed = new Map<string, { before?: string; after?: string }>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === now) continue;
    changed.set(key, {
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    });
  }
  return changed;
}
