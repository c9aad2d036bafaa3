import type { QueryOrigin } from '@/shared/query-plans';

/** Where a query was taken from, in words. */
export const ORIGINS: Record<QueryOrigin, string> = {
  pg_stat_statements: 'pg_stat_statements, the server’s own list',
  'prisma-log': 'the application’s Prisma log',
  manifest: 'the index manifest',
};
