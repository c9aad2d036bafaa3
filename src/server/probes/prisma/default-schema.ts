/**
 * The database schema of what names none: the `schema` parameter of Prisma's connection URL, `public` without one.
 */
export function defaultSchemaOf(databaseUrl: string | null): string {
  if (databaseUrl === null || !URL.canParse(databaseUrl)) return 'public';
  return new URL(databaseUrl).searchParams.get('schema') ?? 'public';
}
