import { quoteLiteral } from '../../sql/literal';
import type { CellQuery } from './cells';

/** What is looked at, and by which server it is answered. */
export type Scope = { schemas: readonly string[]; versionNumber: number };

/** The watched schemas as SQL: the text cells are asked without parameters, several in one message. */
export function schemaList({ schemas }: Pick<Scope, 'schemas'>): string {
  return `ARRAY[${schemas.map(quoteLiteral).join(', ')}]::text[]`;
}

/** Of a row `c` of pg_class: it stands in a watched schema, alone. A partition is part of its table. */
export function watched(scope: Pick<Scope, 'schemas'>, kinds = "'r', 'p', 'v', 'm', 'f'"): string {
  return `c.relnamespace IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY (${schemaList(scope)}))
  AND c.relkind IN (${kinds}) AND NOT c.relispartition`;
}

/** Flags as one number, the first of them its lowest bit. */
function flags(...conditions: string[]): string {
  return conditions.map((condition, place) => `(${condition})::int * ${2 ** place}`).join(' + ');
}

function query<F extends string>(what: string, fields: Record<F, string>, from: string): CellQuery<F> {
  return { what, fields, from };
}

/** All questions about tables and what belongs to them, for servers from PostgreSQL 14 on. */
export function catalogueQueries(scope: Scope) {
  const { versionNumber } = scope;
  const relation = watched(scope);
  return {
    relations: query(
      'relations',
      {
        oid: 'c.oid',
        schema: 'n.nspname',
        name: 'c.relname',
        kind: 'c.relkind',
        flags: flags('c.relrowsecurity', 'c.relforcerowsecurity'),
      },
      `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ${relation}`,
    ),
    columns: query(
      'columns',
      {
        table: 'a.attrelid',
        position: 'a.attnum',
        name: 'a.attname',
        type: 'pg_catalog.format_type(a.atttypid, a.atttypmod)',
        flags: `CASE WHEN a.attnotnull THEN 'n' ELSE '-' END || a.attidentity::text || a.attgenerated::text`,
        // 100 is the collation of the database itself, which most types have.
        collation: `CASE WHEN a.attcollation IN (0, 100) THEN '' ELSE a.attcollation || ' ' || a.atttypid END`,
      },
      `FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE ${relation} AND a.attnum > 0 AND NOT a.attisdropped`,
    ),
    // Most defaults are the same few expressions, and printing one costs more than all else of its column: so each
    // different one is printed once. One that names columns belongs to its table.
    defaults: query(
      'defaults',
      { expression: 'pg_catalog.pg_get_expr(d.adbin, d.adrelid)', places: 'x.places' },
      `FROM (
  SELECT pg_catalog.min(d.oid) AS oid, pg_catalog.string_agg(d.adrelid || ' ' || d.adnum, ',') AS places
  FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
  WHERE ${relation}
  GROUP BY d.adbin::text, CASE WHEN d.adbin::text LIKE '%{VAR %' THEN d.adrelid END
) x JOIN pg_catalog.pg_attrdef d ON d.oid = x.oid`,
    ),
    constraints: query(
      'constraints',
      {
        table: 'k.conrelid',
        name: 'k.conname',
        kind: 'k.contype',
        index: 'k.conindid',
        columns: 'k.conkey',
        target: 'k.confrelid',
        targetColumns: 'k.confkey',
        actions: 'k.confdeltype::text || k.confupdtype::text || k.confmatchtype::text',
        flags: flags(
          'k.condeferrable',
          'k.condeferred',
          'k.convalidated',
          'k.connoinherit',
          versionNumber >= 180_000 ? 'k.conenforced' : 'true',
        ),
        text: `CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid)
    WHEN 'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END`,
      },
      // A key to a partitioned table has a copy for each partition; only the one that was declared counts.
      `FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
WHERE ${relation} AND k.contype IN ('p', 'u', 'x', 'f', 'c') AND k.conparentid = 0`,
    ),
    indexes: query(
      'indexes',
      {
        oid: 'i.indexrelid',
        table: 'i.indrelid',
        name: 'ic.relname',
        method: 'am.amname',
        flags: flags(
          'i.indisunique',
          'i.indisvalid',
          'i.indisready',
          versionNumber >= 150_000 ? 'i.indisunique AND i.indnullsnotdistinct' : 'false',
          'i.indisreplident',
        ),
        keyCount: 'i.indnkeyatts',
        keys: 'i.indkey',
        options: 'i.indoption',
        opclasses: 'i.indclass',
        collations: 'i.indcollation',
        predicate: `CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END`,
      },
      `FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am am ON am.oid = ic.relam
WHERE ${relation}`,
    ),
    indexExpressions: query(
      'index expressions',
      {
        index: 'i.indexrelid',
        place: 'place',
        expression: 'pg_catalog.pg_get_indexdef(i.indexrelid, place + 1, false)',
      },
      `FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS place
WHERE ${relation} AND i.indexprs IS NOT NULL AND i.indkey[place] = 0`,
    ),
    opclasses: query(
      'operator classes that are no defaults',
      { oid: 'o.oid', name: 'o.opcname' },
      'FROM pg_catalog.pg_opclass o WHERE NOT o.opcdefault',
    ),
  };
}

/** Rows and pages: they change without any schema change, and are read by themselves. */
export function statisticsQuery(schemas: readonly string[]) {
  return query(
    'statistics',
    {
      oid: 'c.oid',
      rows: 'c.reltuples',
      sizeBytes: `c.relpages * pg_catalog.current_setting('block_size')::int8`,
    },
    `FROM pg_catalog.pg_class c WHERE ${watched({ schemas }, "'r', 'p', 'm', 'f', 'i', 'I'")}`,
  );
}

/** Names of columns that foreign keys point to outside the watched schemas. */
export function targetsQuery(oids: readonly string[]) {
  return query(
    'columns of other schemas',
    { table: 'c.oid', schema: 'n.nspname', tableName: 'c.relname', position: 'a.attnum', name: 'a.attname' },
    `FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.oid = ANY (ARRAY[${oids.join(', ')}]::oid[])`,
  );
}

/** The collations of columns and index keys that have another than the database's, and those of types. */
export function collationQueries(collations: readonly string[], types: readonly string[]) {
  return {
    collations: query(
      'collations',
      { oid: 'l.oid', schema: 'n.nspname', name: 'l.collname' },
      `FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
WHERE l.oid = ANY (ARRAY[${collations.join(', ')}]::oid[])`,
    ),
    types: query(
      'types with a collation',
      { oid: 't.oid', collation: 't.typcollation' },
      `FROM pg_catalog.pg_type t WHERE t.oid = ANY (ARRAY[${types.join(', ')}]::oid[])`,
    ),
  };
}
