import { z } from 'zod';
import { redact } from '../../../shared/redact';
import { NO_DATABASE } from '../catalogue/watched-schemas';
import { defaultSchemaOf } from '../prisma/default-schema';
import { failed, notConfigured, observed, type Probe } from '../types';
import { NO_MIGRATIONS } from './folder';

// Asked of the catalogue first, since a failed statement would end the run's snapshot.
const PRESENT = `
SELECT n.nspname::text AS schema,
       has_schema_privilege(n.oid, 'USAGE') AS usable,
       has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = '_prisma_migrations' AND c.relkind = 'r'`;
const PresentRow = z.object({ schema: z.string(), usable: z.boolean(), readable: z.boolean() });

const utc = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${name}"`;

const rowsQuery = (schema: string) => `
SELECT migration_name AS name, checksum, ${utc('started_at', 'startedAt')},
       ${utc('finished_at', 'finishedAt')}, ${utc('rolled_back_at', 'rolledBackAt')},
       applied_steps_count AS "appliedSteps", logs
FROM "${schema.replaceAll('"', '""')}"."_prisma_migrations"
ORDER BY started_at, migration_name`;

const HistoryRow = z.object({
  name: z.string(),
  checksum: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  rolledBackAt: z.string().nullable(),
  appliedSteps: z.number().int(),
  logs: z.string().nullable(),
});

/** What the database itself says of the migrations that it was given. */
export const migrationsHistoryProbe: Probe<'migrations.history'> = {
  need: 'migrations.history',
  read: async ({ settings, database }) => {
    if (settings.migrations === null) return notConfigured(NO_MIGRATIONS);
    if (settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const session = await database();
      const schema = defaultSchemaOf(settings.databaseUrl);
      const present = await session.query(PRESENT, PresentRow, [schema]);
      const [table] = present.rows;
      if (table === undefined) return observed({ present: false, rows: [] }, present.evidence);
      const lacking = lackingPrivilege(table, schema);
      if (lacking !== null) return failed(lacking, present.evidence);
      const history = await session.query(rowsQuery(schema), HistoryRow);
      const rows = history.rows.map((row) => ({ ...row, logs: row.logs === null ? null : redact(row.logs) }));
      return observed({ present: true, rows }, present.evidence, history.evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/** Each privilege has its own GRANT, and one without the other is no help. */
function lackingPrivilege(table: z.infer<typeof PresentRow>, schema: string): string | null {
  const grants = [
    ...(table.usable ? [] : [`GRANT USAGE ON SCHEMA "${schema}"`]),
    ...(table.readable ? [] : [`GRANT SELECT ON "${schema}"."_prisma_migrations"`]),
  ];
  if (grants.length === 0) return null;
  return `The database user may not ${table.usable ? `read ${schema}._prisma_migrations` : `use the schema ${schema}, where _prisma_migrations lies`}: ${grants.join(' and ')} to it, or leave --migrations out.`;
}
