import type { Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { type CoveredTie, coveredTies } from './support/foreign-key-cover';
import { uncoveredFinding } from './support/foreign-key-cover-findings';
import { groupBy } from './support/group-by';
import { ignoreFilter } from './support/ignore';
import { migratedIndexesOf } from './support/migration-indexes';
import { nameOf } from './support/names';
import { indexesBeyondSchema } from './support/strategic';
import { defineCheck } from './types';

/** Each foreign key has an index that begins with its columns: who deletes a row looks for those that point to it. */
export const foreignKeyCover = defineCheck({
  id: 'foreign-key-cover',
  group: 'indexes',
  title: 'Indexes under the foreign keys',
  needs: ['database.catalogue'],
  uses: ['schema.prisma', 'schema.ddl', 'migrations.folder', 'migrations.replay', 'indexes.declared'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const catalogue = observed['database.catalogue'];
    const ties = coveredTies(catalogue, observed['schema.prisma']).filter(
      ({ table, constraint, field }) =>
        !ignore.part(table.schema, table.name, constraint ?? field ?? table.name),
    );
    const open = ties.filter(({ cover }) => cover === null);
    const beyond = indexesBeyondSchema(observed);
    const ofSchema = new Map(
      open.length === 0 ? [] : observed['schema.ddl']?.tables.map((table) => [nameOf(table), table.indexes]),
    );
    const declaredOn = (table: Table) => [
      ...(ofSchema.get(nameOf(table)) ?? []),
      ...migratedIndexesOf(beyond, nameOf(table)),
    ];
    // Several keys on the same columns want one index.
    const findings: Finding[] = [];
    for (const [first, ...more] of groupBy(open, columnsOf).values()) {
      if (first !== undefined)
        findings.push(uncoveredFinding(first, more, declaredOn(first.table), catalogue));
    }
    const { tables } = catalogue;
    if (ties.length > 0 || tables.length === 0) return { compared: ties.length, findings };
    return { compared: 0, findings, nothingToCompare: 'No table that is looked at has a foreign key.' };
  },
});

function columnsOf({ table, columns }: CoveredTie): string {
  return JSON.stringify([nameOf(table), ...[...columns].sort()]);
}
