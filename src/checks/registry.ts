import { beyondModels } from './beyond-models';
import { cacheReads } from './cache-reads';
import { cacheServer } from './cache-server';
import { checkConstraints } from './check-constraints';
import { clientDatabase } from './client-database';
import { clientFiles } from './client-files';
import { clientFreshness } from './client-freshness';
import { clientTypes } from './client-types';
import { columns } from './columns';
import { declaredIndexes } from './declared-indexes';
import { delegates } from './delegates';
import { endpoints } from './endpoints';
import { enums } from './enums';
import { exclusions } from './exclusions';
import { extensions } from './extensions';
import { foreignKeyCover } from './foreign-key-cover';
import { foreignKeys } from './foreign-keys';
import { indexBloat } from './index-bloat';
import { indexDuplicates } from './index-duplicates';
import { indexNulls } from './index-nulls';
import { indexRedundancy } from './index-redundancy';
import { indexUse } from './index-use';
import { indexValidity } from './index-validity';
import { migrations } from './migrations';
import { primaryKeys } from './primary-keys';
import { processes } from './processes';
import { queryPlans } from './query-plans';
import { replay } from './replay';
import { routes } from './routes';
import { rowSecurity } from './row-security';
import { sequenceUse } from './sequence-use';
import { sequences } from './sequences';
import { server } from './server';
import { statisticsAge } from './statistics-age';
import { strategicIndexes } from './strategic-indexes';
import { tableKeys } from './table-keys';
import { tables } from './tables';
import { triggers } from './triggers';
import type { AnyCheck } from './types';
import { uniques } from './uniques';
import { views } from './views';

/** Every check, in the order in which reports list them: what others stand on comes first. */
export const checks: readonly AnyCheck[] = [
  server,
  tables,
  columns,
  enums,
  primaryKeys,
  uniques,
  foreignKeys,
  beyondModels,
  checkConstraints,
  exclusions,
  views,
  triggers,
  rowSecurity,
  extensions,
  sequences,
  sequenceUse,
  migrations,
  replay,
  clientFiles,
  clientFreshness,
  clientDatabase,
  delegates,
  clientTypes,
  processes,
  endpoints,
  routes,
  declaredIndexes,
  strategicIndexes,
  indexValidity,
  indexDuplicates,
  indexRedundancy,
  foreignKeyCover,
  tableKeys,
  cacheServer,
  cacheReads,
  indexUse,
  indexNulls,
  indexBloat,
  statisticsAge,
  queryPlans,
];
