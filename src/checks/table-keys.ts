import type { Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { absentKey } from './support/absent-key';
import { externalFilter } from './support/external';
import { ignoreFilter } from './support/ignore';
import { modelFinder, nameOf } from './support/names';
import { defineCheck } from './types';

/** Each table has a primary key: without one no row can be told from its double. */
export const tableKeys = defineCheck({
  id: 'table-keys',
  group: 'indexes',
  title: 'Primary key of each table',
  needs: ['database.catalogue'],
  uses: ['schema.prisma', 'schema.ddl', 'migrations.replay'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const external = externalFilter(observed['schema.prisma']);
    const findModel = modelFinder(observed['schema.prisma']);
    const { tables } = observed['database.catalogue'];
    const declared = declaredTables(
      observed['schema.ddl']?.tables,
      observed['migrations.replay']?.schema.tables,
    );
    const findings: Finding[] = [];
    let compared = 0;
    for (const table of tables) {
      if (table.kind !== 'table' && table.kind !== 'partitioned table') continue;
      if (ignore.object(table.schema, table.name) || external.table(table)) continue;
      compared += 1;
      if (table.primaryKey !== null) continue;
      const wanted = declared(table);
      // Where somebody declares a key, `primary-key.missing` speaks of it.
      if (wanted !== undefined && wanted.primaryKey !== null) continue;
      findings.push(absentKey(table, findModel(table), wanted !== undefined));
    }
    if (compared > 0 || tables.length === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'No table that is looked at holds rows of its own.' };
  },
});

/** A table as schema.prisma declares it, or as the migrations make it. */
function declaredTables(...sides: (readonly Table[] | undefined)[]): (table: Table) => Table | undefined {
  let known: Map<string, Table> | undefined;
  return (table) => {
    // Made only when a table lacks its key. The schema comes last, so that its word stands.
    known ??= new Map(
      [...sides]
        .reverse()
        .flatMap((tables) => (tables ?? []).map((one): [string, Table] => [nameOf(one), one])),
    );
    return known.get(nameOf(table));
  };
}
