import { queryPlans } from '../../../checks/query-plans';
import { thresholdsOf } from '../../../checks/types';
import type { Settings } from '../../../shared/config';
import type { DatabaseSchema } from '../../../shared/database-schema';
import type { Finding } from '../../../shared/finding';
import type { QueryPlans } from '../../../shared/query-plans';
import { databaseCatalogueProbe } from '../catalogue/catalogue';
import { testContext } from '../testing-context';
import { queryPlansProbe } from './plans';

/** A table whose neighbours on disk are no neighbours in any index, as in a table that grew. */
export const predictionsSql = (rows: number) => `
CREATE TYPE kind AS ENUM ('NEW', 'OLD');
CREATE TABLE predictions (id text PRIMARY KEY, "userId" text NOT NULL, status varchar(20) NOT NULL, kind kind NOT NULL,
  score int NOT NULL, note text, "createdAt" timestamp(3) NOT NULL);
INSERT INTO predictions SELECT 'p' || i, 'u' || (i * 7 % 500), (ARRAY['PENDING', 'CONFIRMED', 'DISMISSED'])[1 + i % 3],
  (CASE WHEN i % 2000 = 0 THEN 'NEW' ELSE 'OLD' END)::kind, i * 7919 % 1000, repeat('x', 80),
  timestamp '2025-01-01' + (i * 7919 % ${rows}) * interval '1 minute' FROM generate_series(1, ${rows}) i;
ANALYZE predictions;`;

/** The plans of declared queries and of others that are known, and what the check says of them. */
export async function lookAtQueries(
  databaseUrl: string,
  queries: Record<string, string>,
  more: Partial<Settings> = {},
  dataDir?: string,
): Promise<{ plans: QueryPlans; findings: Finding[]; catalogue: DatabaseSchema }> {
  const settings = { databaseUrl, timeoutMs: 60_000, ...more };
  const apart = testContext(settings);
  const catalogue = await databaseCatalogueProbe.read(apart);
  await apart.close();
  const declared = Object.entries(queries).map(([name, sql]) => ({
    name,
    sql,
    endpoints: [`GET /api/${name}`],
  }));
  const given = {
    'database.catalogue': catalogue,
    'indexes.declared': {
      ok: true as const,
      value: { file: 'driftboard.indexes.ts', indexes: [], queries: declared },
      evidence: [],
    },
  };
  const context = testContext(settings, given, dataDir);
  const read = await queryPlansProbe.read(context);
  await context.close();
  if (!catalogue.ok) throw new Error(catalogue.reason);
  if (!read.ok) throw new Error(read.reason);
  const observed = { 'queries.plans': read.value, 'database.catalogue': catalogue.value };
  const thresholds = thresholdsOf(context.settings);
  const { findings } = queryPlans.runWith(observed, { ignore: [], thresholds });
  return { plans: read.value, findings, catalogue: catalogue.value };
}
