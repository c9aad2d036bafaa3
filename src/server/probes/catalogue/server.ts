import { z } from 'zod';
import type { DatabaseServer } from '../../../shared/database-schema';
import { redact } from '../../../shared/redact';
import { failed, notConfigured, observed, type Probe } from '../types';
import { type CellQuery, type Cells, unexpectedValue } from './cells';
import { schemaList } from './queries';
import { NO_DATABASE, watchedSchemas } from './watched-schemas';

const SERVER: CellQuery<'version' | 'versionNumber' | 'database' | 'user' | 'readOnly' | 'snapshotAt'> = {
  what: 'server',
  fields: {
    version: `pg_catalog.current_setting('server_version')`,
    versionNumber: `pg_catalog.current_setting('server_version_num')`,
    database: 'pg_catalog.current_database()',
    user: 'current_user',
    readOnly: `pg_catalog.current_setting('transaction_read_only')`,
    snapshotAt: `pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  },
  from: 'FROM (SELECT 1) AS one',
};

const schemasQuery = (schemas: readonly string[]): CellQuery<'name' | 'exists' | 'usable'> => ({
  what: 'watched schemas',
  fields: {
    name: 'wanted.name',
    exists: 'n.oid IS NOT NULL',
    usable: `coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), false)`,
  },
  from: `FROM pg_catalog.unnest(${schemaList({ schemas })}) AS wanted(name)
LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.name`,
});

const ServerRow = z.object({
  version: z.string().min(1),
  versionNumber: z.coerce.number().int().positive(),
  database: z.string(),
  user: z.string(),
  readOnly: z.enum(['on', 'off']).transform((value) => value === 'on'),
  snapshotAt: z.string().min(1),
});
type SchemaRow = { name: string; exists: boolean; usable: boolean };

/** Which server answers, as whom it lets us in, and which of the schemas it does not let us use. */
export const databaseServerProbe: Probe<'database.server'> = {
  need: 'database.server',
  read: async (context) => {
    if (context.settings.databaseUrl === null) return notConfigured(NO_DATABASE);
    try {
      const session = await context.database();
      const names = await watchedSchemas(context);
      const schemas = schemasQuery(names);
      const answers = await session.cells([SERVER, schemas]);
      const row = serverRow(answers.of(SERVER));
      const cells = answers.of(schemas);
      const [exist, usable] = [cells.of('exists'), cells.of('usable')];
      const rows = cells
        .of('name')
        .map((name, place) => ({ name, exists: exist[place] === 'true', usable: usable[place] === 'true' }));
      const value: DatabaseServer = { ...row, unreadable: unreadable(rows, row.user) };
      return observed(value, answers.evidence);
    } catch (error) {
      return failed(redact(error instanceof Error ? error.message : String(error)));
    }
  },
};

/** @throws DatabaseError where the server says it in a form that nobody knows */
function serverRow(said: Cells<keyof z.input<typeof ServerRow>>): z.infer<typeof ServerRow> {
  const [version, versionNumber] = [said.of('version')[0], said.of('versionNumber')[0]];
  const [database, user] = [said.of('database')[0], said.of('user')[0]];
  const [readOnly, snapshotAt] = [said.of('readOnly')[0], said.of('snapshotAt')[0]];
  const row = ServerRow.safeParse({ version, versionNumber, database, user, readOnly, snapshotAt });
  if (!row.success) throw unexpectedValue(JSON.stringify(row.error.issues[0]?.path), SERVER.what);
  return row.data;
}

function unreadable(rows: readonly SchemaRow[], user: string): DatabaseServer['unreadable'] {
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
