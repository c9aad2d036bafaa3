import type { ForeignKey } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import {
  foreignKeyDifferences,
  missingForeignKey,
  unexpectedForeignKey,
} from './support/foreign-key-findings';
import { expectedForeignKey, sameForeignKeys, tieOf } from './support/foreign-key-match';
import { groupBy } from './support/group-by';
import { pairing } from './support/pairing';
import { pairTables, resultOf } from './support/table-pairs';
import { defineCheck } from './types';

/** The foreign keys of each table that both sides have, matched by what they tie together, not by their names. */
export const foreignKeys = defineCheck({
  id: 'foreign-keys',
  group: 'schema',
  title: 'Foreign keys and their actions',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const paired = pairTables(observed, settings);
    const all = pairing(observed);
    const keepsKeys = observed['schema.prisma'].relationMode === 'foreignKeys';
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of paired.pairs) {
      const made = pair.migrated?.foreignKeys ?? pair.expected.foreignKeys;
      if (
        keepsKeys &&
        sameForeignKeys(pair.expected.foreignKeys, pair.observed.foreignKeys) &&
        sameForeignKeys(made, pair.observed.foreignKeys)
      ) {
        compared += pair.expected.foreignKeys.length;
        continue;
      }
      const kept = (key: ForeignKey) =>
        !paired.ignore.part(pair.expected.schema, pair.expected.name, key.name);
      // With relationMode = "prisma" the client keeps relations whole, and the schema wants no key in the database.
      const declared = keepsKeys ? pair.expected.foreignKeys.filter(kept) : [];
      const expected = groupBy(declared, tieOf);
      const live = groupBy(pair.observed.foreignKeys.filter(kept), tieOf);
      const migrated = groupBy(pair.migrated?.foreignKeys ?? [], tieOf);
      for (const [tie, [key]] of expected) {
        if (key === undefined) continue;
        const found = live.get(tie);
        live.delete(tie);
        const wanted = expectedForeignKey(key, migrated.get(tie)?.[0]);
        const target = { schema: key.references.schema, name: key.references.table };
        if (found !== undefined) findings.push(...foreignKeyDifferences(pair, wanted, found));
        // Without the table that it points to it cannot stand: `table.missing` has it in its repair.
        else if (all.find(target)?.observed !== undefined) findings.push(missingForeignKey(pair, key));
        else continue;
        compared += 1;
      }
      compared += live.size;
      for (const [tie, keys] of live) {
        findings.push(...unexpectedForeignKey(pair, keys, { keepsKeys, migrated: migrated.has(tie) }));
      }
    }
    const expectedAnywhere = keepsKeys && paired.expected.some((table) => table.foreignKeys.length > 0);
    return resultOf({ compared, findings }, paired, expectedAnywhere, 'a foreign key');
  },
});
