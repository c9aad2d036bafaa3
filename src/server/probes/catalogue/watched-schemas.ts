import { defaultSchemaOf } from '../prisma/default-schema';
import type { ProbeContext } from '../types';

/** The sentence for whatever needs a database when none is named. */
export const NO_DATABASE = 'No --database-url is set: name the database to look at, or set DATABASE_URL.';

/**
 * The database schemas to look at: those that `schema.prisma` uses. Without a readable one it is the schema of the
 * connection URL, `public` by default.
 */
export async function watchedSchemas(context: ProbeContext): Promise<string[]> {
  const schema = await context.observe('schema.prisma');
  return schema.ok ? schema.value.schemas : [defaultSchemaOf(context.settings.databaseUrl)];
}
