import type { Observed } from '../../checks/types';
import type { EndpointRow, RunDetails } from '../../shared/details';
import { clientDetails } from './details-client';
import { migrationRows } from './details-migrations';
import { countsOf, type RunObjects, unreadSides } from './run-objects';
import type { Judged } from './summary';

/**
 * What the pages show beyond the report and what travels with it: which sides were read, the client's four columns, the
 * endpoints' answers. A part whose observation failed is null, so that a page can say "not measured".
 * @param reasons why an observation failed or is not configured, by its name
 */
export function runDetails(
  values: Partial<Observed>,
  endpoints: EndpointRow[] | null,
  objects: RunObjects,
  { judged, reasons }: { judged: Judged; reasons: ReadonlyMap<string, string> },
): RunDetails {
  return {
    counts: countsOf(objects),
    unread: unreadSides(values, reasons),
    replayedOn: values['migrations.replay']?.server ?? null,
    migrations: migrationRows(values, judged.checks),
    engineDiagnosis: values['migrations.engine'] ?? null,
    client: clientDetails(values),
    endpoints,
    server:
      values['database.server'] === undefined
        ? null
        : { version: values['database.server'].version, database: values['database.server'].database },
  };
}
