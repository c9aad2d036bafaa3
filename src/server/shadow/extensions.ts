import type pg from 'pg';

/**
 * Extensions that only a superuser may create, and that give nobody a way out of the database: no files, no programs,
 * no other server.
 */
const HARMLESS = new Set([
  'amcheck',
  'autoinc',
  'bloom',
  'dict_xsyn',
  'earthdistance',
  'insert_username',
  'moddatetime',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_visibility',
  'pgrowlocks',
  'pgstattuple',
  'refint',
  'sslinfo',
]);

/** Whether our own server's superuser creates it on behalf of a shadow database's owner. */
export function isHarmlessExtension(name: string): boolean {
  return HARMLESS.has(name);
}

/**
 * Creates an extension as the role of the session, in the schema named, which is made where it lacks.
 * @param owner of a schema that is made
 */
export async function createExtension(
  session: pg.Client,
  extension: { name: string; schema: string | null },
  owner: string | null,
): Promise<void> {
  const quote = (name: string) => session.escapeIdentifier(name);
  const { name, schema } = extension;
  if (schema !== null) {
    const authorization = owner === null ? '' : ` AUTHORIZATION ${quote(owner)}`;
    await session.query(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}${authorization}`);
  }
  const place = schema === null ? '' : ` SCHEMA ${quote(schema)}`;
  await session.query(`CREATE EXTENSION IF NOT EXISTS ${quote(name)}${place} CASCADE`);
}
