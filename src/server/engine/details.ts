import type { Observed } from '../../checks/types';
import type { RunDetails } from '../../shared/details';
import { clientDetails } from './details-client';
import { endpointRows } from './details-endpoints';
import { indexRows } from './details-indexes';
import { migrationRows } from './details-migrations';
import { enumRows, tableRows } from './details-schema';
import type { Judged } from './summary';

/**
 * What the pages show beyond the report: both sides of each table, enum and index, the client's four columns, the
 * endpoints' answers. A part whose observation failed is null, so that a page can say "not measured".
 */
export function runDetails(values: Partial<Observed>, judged: Judged): RunDetails {
  return {
    tables: tableRows(values, judged),
    enums: enumRows(values, judged),
    indexes: indexRows(values, judged),
    migrations: migrationRows(values, judged.checks),
    engineDiagnosis: values['migrations.engine'] ?? null,
    client: clientDetails(values),
    endpoints: endpointRows(values, judged.checks),
    server:
      values['database.server'] === undefined
        ? null
        : { version: values['database.server'].version, database: values['database.server'].database },
  };
}
