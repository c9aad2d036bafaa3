import { z } from 'zod';
import type { DatabaseServer } from '../../../shared/database-schema';
import { redact } from '../../../shared/redact';
import { failed, notConfigured, observed, type Probe } from '../types';
import { NO_DATABASE, watchedSchemas } from './watched-schemas';

const SERVER = `
SELECT current_setting('server_version') AS version,
       current_setting('server_version_num')::int AS "versionNumber",
       current_database()::text AS database,
       current_user::text AS "user",
       current_setting('transaction_read_only') = 'on' AS "readOnly",
       to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "snapshotAt"`;

const SCHEMAS = `
SELECT wanted.name,
       n.oid IS NOT NULL AS exists,
       coalesce(has_schema_privilege(n.oid, 'USAGE'), false) AS usable
FROM unnest($1::text[]) AS wanted(name)
LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.name
ORDER BY wanted.name`;

const ServerRow = z.object({
  version: z.string(),
  versionNumber: z.number().int(),
  database: z.string(),
  user: z.string(),
  readOnly: z.boolean(),
  snapshotAt: z.string(),
});
const SchemaRow = z.object({ name: z.string(), exists: z.boolean(), usable: z.boolean() });

/** Which server answers, as whom it lets us in, and which of the schemas it does not let us use. */
export const databaseServerProbe: Probe<'database.server'> = {
  need: 'database.server',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const session = await context.database();
      const names = await watchedSchemas(context);
      const server = await session.query(SERVER, ServerRow);
      const schemas = await session.query(SCHEMAS, SchemaRow, [names]);
      const [row] = server.rows;
      if (row === undefined) return failed('The database did not say which version it is.', server.evidence);
      const value: DatabaseServer = { ...row, unreadable: unreadable(schemas.rows, row.user) };
      return observed(value, server.evidence, schemas.evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

function unreadable(rows: z.infer<typeof SchemaRow>[], user: string): DatabaseServer['unreadable'] {
  return rows.flatMap(({ name, exists, usable }) => {
    if (!exists) {
      return [
        {
          schema: name,
          reason: `The schema "${name}" does not exist in this database: create it by applying the migrations.`,
        },
      ];
    }
    if (usable) return [];
    const grant = `GRANT USAGE ON SCHEMA "${name}" TO "${user}"`;
    return [{ schema: name, reason: `User "${user}" may not use the schema "${name}": ${grant}.` }];
  });
}
