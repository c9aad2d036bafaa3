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
      for (const [tie, keys] of expected) {
        const found = live.get(tie);
        live.delete(tie);
        for (const [position, key] of keys.entries()) {
          const target = all.find({ schema: key.references.schema, name: key.references.table });
          const own = counterparts(key, keys, found);
          const wanted = expectedForeignKey(key, counterparts(key, keys, migrated.get(tie))?.[0]);
          // Without the table that it points to it cannot stand: `table.missing` has it in its repair.
          if (own === undefined && target?.observed === undefined) continue;
          compared += 1;
          const differences =
            own === undefined ? [missingForeignKey(pair, key)] : foreignKeyDifferences(pair, wanted, own);
          findings.push(...differences.map((finding) => (position === 0 ? finding : ofTwin(finding, key))));
        }
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

/**
 * The live keys that stand for a declared one. Several that are declared to tie the same are told apart by their names,
 * and where the name is gone, by what none of the others claims; undefined where nothing is left for it.
 */
function counterparts(
  key: ForeignKey,
  declared: readonly ForeignKey[],
  found: readonly ForeignKey[] | undefined,
): ForeignKey[] | undefined {
  if (found === undefined) return undefined;
  if (declared.length === 1) return [...found];
  const named = found.filter(({ name }) => name === key.name);
  const unclaimed = found.filter(({ name }) => declared.every((other) => other.name !== name));
  const own = named.length > 0 ? named : unclaimed;
  return own.length === 0 ? undefined : own;
}

/** Two declared keys on the same tie would give findings of the same key. */
function ofTwin(finding: Finding, { name }: ForeignKey): Finding {
  return { ...finding, key: `${finding.key}:${name}` };
}
