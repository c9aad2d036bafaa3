import type { Observed } from '../../checks/types';
import type { RunDetails } from '../../shared/details';
import type { CheckReport } from '../../shared/report';
import { clientDetails } from './details-client';
import { endpointRows } from './details-endpoints';
import { migrationRows } from './details-migrations';
import { enumRows, indexRows, tableRows } from './details-schema';

/**
 * What the pages show beyond the report: both sides of each table, enum and index, the client's four columns, the
 * endpoints' answers. A part whose observation failed is null, so that a page can say "not measured".
 */
export function runDetails(values: Partial<Observed>, checks: readonly CheckReport[]): RunDetails {
  return {
    tables: tableRows(values, checks),
    enums: enumRows(values, checks),
    indexes: indexRows(values, checks),
    migrations: migrationRows(values, checks),
    engineDiagnosis: values['migrations.engine'] ?? null,
    client: clientDetails(values),
    endpoints: endpointRows(values, checks),
    server:
      values['database.server'] === undefined
        ? null
        : { version: values['database.server'].version, database: values['database.server'].database },
  };
}
