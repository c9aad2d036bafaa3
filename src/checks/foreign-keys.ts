import type { ForeignKey, Table } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import {
  foreignKeyDifferences,
  missingForeignKey,
  unexpectedForeignKey,
} from './support/foreign-key-findings';
import { groupBy } from './support/group-by';
import { pairTables, resultOf } from './support/table-pairs';
import { defineCheck } from './types';

/** The foreign keys of each table that both sides have, matched by what they tie together, not by their names. */
export const foreignKeys = defineCheck({
  id: 'foreign-keys',
  group: 'schema',
  title: 'Foreign keys and their actions',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  run: (observed, settings) => {
    const paired = pairTables(observed, settings);
    const catalogue = observed['database.catalogue'];
    const keepsKeys = observed['schema.prisma'].relationMode === 'foreignKeys';
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of paired.pairs) {
      const kept = (key: ForeignKey) =>
        !paired.ignore.part(pair.expected.schema, pair.expected.name, key.name);
      // With relationMode = "prisma" the client keeps relations whole, and the schema wants no key in the database.
      const declared = keepsKeys ? pair.expected.foreignKeys.filter(kept) : [];
      const expected = groupBy(declared, tieOf);
      const live = groupBy(pair.observed.foreignKeys.filter(kept), tieOf);
      for (const [tie, [key]] of expected) {
        if (key === undefined) continue;
        const found = live.get(tie);
        live.delete(tie);
        if (found !== undefined) findings.push(...foreignKeyDifferences(pair, key, found));
        // Without the table that it points to it cannot stand: `table.missing` has it in its repair.
        else if (!lacks(catalogue.tables, key)) findings.push(missingForeignKey(pair, key));
        else continue;
        compared += 1;
      }
      compared += live.size;
      for (const keys of live.values()) findings.push(...unexpectedForeignKey(pair, keys, keepsKeys));
    }
    const expectedAnywhere = keepsKeys && paired.expected.some((table) => table.foreignKeys.length > 0);
    return resultOf({ compared, findings }, paired, expectedAnywhere, 'a foreign key');
  },
});

/** Which column points to which: a composite key may list its pairs in any order. */
function tieOf(key: ForeignKey): string {
  const pairs = key.columns.map((column, position) => [column, key.references.columns[position] ?? '']);
  const sorted = pairs.map((pair) => JSON.stringify(pair)).sort();
  return JSON.stringify([key.references.schema, key.references.table, sorted]);
}

function lacks(tables: readonly Table[], key: ForeignKey): boolean {
  return !tables.some(
    (table) => table.schema === key.references.schema && table.name === key.references.table,
  );
}
