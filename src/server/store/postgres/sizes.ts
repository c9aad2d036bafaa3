import { z } from 'zod';
import type { StoreSizes } from '../../../shared/recording';
import type { StoreClient } from './client';

const Tables = z.array(z.object({ name: z.string(), bytes: z.coerce.number(), rows: z.coerce.number() }));
const Environments = z.array(
  z.object({
    name: z.string(),
    runs: z.coerce.number(),
    oldest: z.date().nullable(),
    newest: z.date().nullable(),
    lastNumber: z.number(),
    prunedAt: z.date().nullable(),
  }),
);

/** How much the store holds: bytes with indexes; rows as PostgreSQL's statistics estimate them. */
export async function sizesOf(client: StoreClient): Promise<StoreSizes> {
  const tables = Tables.parse(
    await client.$queryRaw`
      SELECT c.relname::text AS name, pg_total_relation_size(c.oid)::text AS bytes,
        greatest(c.reltuples, 0)::bigint::text AS rows
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = current_schema() AND c.relkind = 'r'
      ORDER BY pg_total_relation_size(c.oid) DESC, c.relname`,
  );
  const environments = Environments.parse(
    await client.$queryRaw`
      SELECT e.name, count(r.id)::text AS runs, min(r.started_at) AS oldest, max(r.started_at) AS newest,
        e.last_number AS "lastNumber", e.pruned_at AS "prunedAt"
      FROM environments e LEFT JOIN runs r ON r.environment_id = e.id GROUP BY e.id ORDER BY e.name`,
  );
  return {
    totalBytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
    tables,
    environments: environments.map(({ oldest, newest, prunedAt, ...rest }) => ({
      ...rest,
      oldest: oldest?.toISOString() ?? null,
      newest: newest?.toISOString() ?? null,
      prunedAt: prunedAt?.toISOString() ?? null,
    })),
  };
}
