import type pg from 'pg';

/** Everything of `public` that a demo may touch, by names and in order, with the rows of the tables concerned. */
export async function snapshotOf(client: pg.Client): Promise<Record<string, unknown[]>> {
  const queries = {
    columns: `SELECT c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS position, a.attname,
                format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid) AS default
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
              WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY c.relname, 2`,
    indexes: `SELECT pg_get_indexdef(indexrelid) AS definition, indisvalid, indisready FROM pg_index
              JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    constraints: `SELECT conrelid::regclass::text AS table, conname, pg_get_constraintdef(oid) AS definition, convalidated
                  FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
    enums: `SELECT enumtypid::regtype::text AS type, enumlabel FROM pg_enum ORDER BY 1, enumsortorder`,
    schemas: `SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1`,
    predictions: `SELECT * FROM struggle_predictions ORDER BY id`,
  };
  const results: Record<string, unknown[]> = {};
  for (const [name, sql] of Object.entries(queries)) results[name] = (await client.query(sql)).rows;
  return results;
}
