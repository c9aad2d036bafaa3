import type { CellQuery } from './cells';
import { type Scope, schemaList, watched } from './queries';

function query<F extends string>(what: string, fields: Record<F, string>, from: string): CellQuery<F> {
  return { what, fields, from };
}

/** All questions about what stands beside tables: enums, triggers, policies, views, sequences, extensions. */
export function objectQueries(scope: Scope) {
  const relation = watched(scope);
  const schemas = schemaList(scope);
  return {
    enums: query(
      'enum values',
      {
        oid: 't.oid',
        schema: 'n.nspname',
        name: 't.typname',
        // Empty for an enum without values: a value itself may be an empty text.
        order: 'e.enumsortorder',
        value: 'e.enumlabel',
      },
      `FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
WHERE n.nspname = ANY (${schemas}) AND t.typtype = 'e'`,
    ),
    // Without those that PostgreSQL makes: for foreign keys, and for each partition of a table.
    triggers: query(
      'triggers',
      {
        table: 't.tgrelid',
        name: 't.tgname',
        enabled: 't.tgenabled',
        definition: 'pg_catalog.pg_get_triggerdef(t.oid)',
      },
      `FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE ${relation} AND NOT t.tgisinternal AND t.tgparentid = 0`,
    ),
    policies: query(
      'policies',
      {
        table: 'p.polrelid',
        name: 'p.polname',
        command: 'p.polcmd',
        permissive: 'p.polpermissive',
        roles: 'p.polroles',
        using: 'pg_catalog.pg_get_expr(p.polqual, p.polrelid)',
        withCheck: 'pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)',
      },
      `FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid WHERE ${relation}`,
    ),
    roles: query(
      'roles of policies',
      { oid: 'r.oid', name: 'r.rolname' },
      `FROM pg_catalog.pg_roles r WHERE r.oid IN (SELECT pg_catalog.unnest(polroles) FROM pg_catalog.pg_policy)`,
    ),
    views: query(
      'queries of views',
      { oid: 'c.oid', query: 'pg_catalog.pg_get_viewdef(c.oid)' },
      `FROM pg_catalog.pg_class c WHERE ${watched(scope, "'v', 'm'")}`,
    ),
    sequences: query(
      'sequences',
      {
        oid: 'c.oid',
        schema: 'n.nspname',
        name: 'c.relname',
        type: 's.seqtypid',
        start: 's.seqstart',
        minimum: 's.seqmin',
        maximum: 's.seqmax',
        increment: 's.seqincrement',
        cache: 's.seqcache',
        cycle: 's.seqcycle',
        owner: 'd.refobjid',
        ownerPosition: 'd.refobjsubid',
        ownership: 'd.deptype',
      },
      `FROM pg_catalog.pg_sequence s
JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE n.nspname = ANY (${schemas})`,
    ),
    extensions: query(
      'extensions',
      { name: 'x.extname', version: 'x.extversion', schema: 'n.nspname' },
      `FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
WHERE x.extname <> 'plpgsql'`,
    ),
    // What belongs to an extension is declared by nobody.
    members: query(
      'objects of extensions',
      {
        oid: 'd.objid',
        kind: `CASE d.classid WHEN 'pg_catalog.pg_class'::regclass THEN 'c' ELSE 't' END`,
      },
      `FROM pg_catalog.pg_depend d
WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
  AND d.classid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_type'::regclass)`,
    ),
    memberTypes: query(
      'types of extensions',
      { name: 'pg_catalog.format_type(t.oid, NULL)' },
      `FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_type t ON t.oid = d.objid
WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
  AND d.classid = 'pg_catalog.pg_type'::regclass AND t.typcategory <> 'A'`,
    ),
  };
}
