import type { Index } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { groupBy } from './support/group-by';
import { sameIndexes, sameIndexKey } from './support/index-match';
import { migratedIndexesOf } from './support/migration-indexes';
import { indexesBeyondSchema } from './support/strategic';
import { pairTables, resultOf } from './support/table-pairs';
import { deferredUnique, missingUnique, stricterUnique, unexpectedUnique } from './support/unique-findings';
import { enforces, guardInWords, isAtLeast, isOnExpectedKey, isUnique } from './support/unique-match';
import { defineCheck } from './types';

/** What must be unique: a unique index and a unique constraint count alike, whatever they are called. */
export const uniques = defineCheck({
  id: 'uniques',
  group: 'schema',
  title: 'Unique constraints',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.folder', 'migrations.replay', 'indexes.declared'],
  run: (observed, settings) => {
    const paired = pairTables(observed, settings);
    const read = indexesBeyondSchema(observed);
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of paired.pairs) {
      const kept = (index: Index) => !paired.ignore.part(index.schema, index.table, index.name);
      const declaredUniques = pair.expected.indexes.filter((index) => isUnique(index) && kept(index));
      if (sameIndexes(pair.expected.indexes, pair.observed.indexes)) {
        compared += declaredUniques.length;
        continue;
      }
      const expected = groupBy(declaredUniques, guardInWords);
      const deferrableByMigration = ({ name }: Index) =>
        migratedIndexesOf(read, pair.id).some((other) => other.name === name && other.deferrable === true);
      const inMigrations = new Set(migratedIndexesOf(read, pair.id).map(sameIndexKey));
      const standing = pair.observed.indexes.filter((index) => enforces(index) && kept(index));
      const live = groupBy(standing, guardInWords);
      compared += new Set([...expected.keys(), ...live.keys()]).size;
      // Declared ones that nothing guards in just this way: a stricter one may stand for them.
      const unmet: Index[] = [];
      for (const [words, [index]] of expected) {
        if (index === undefined) continue;
        const same = live.get(words);
        if (same !== undefined) {
          const [first] = same;
          const deferred = first !== undefined && same.every(({ deferrable }) => deferrable === true);
          if (deferred && index.deferrable !== true && !deferrableByMigration(first))
            findings.push(deferredUnique(pair, index, first));
          continue;
        }
        unmet.push(index);
        if (!standing.some((other) => isAtLeast(other, index))) findings.push(missingUnique(pair, index));
      }
      for (const [words, indexes] of live) {
        if (expected.has(words)) continue;
        // One that plain SQL in a migration declares is the matter of the strategic indexes.
        const foreign = indexes.filter((index) => !inMigrations.has(sameIndexKey(index)));
        const [first] = foreign;
        // Before Prisma 6, implicit many-to-many tables had it in the place of their primary key.
        if (first === undefined || isOnExpectedKey(first, pair.expected)) continue;
        const declared = unmet.find((index) => isAtLeast(first, index));
        findings.push(
          declared === undefined ? unexpectedUnique(pair, foreign) : stricterUnique(pair, first, declared),
        );
      }
    }
    const expectedAnywhere = paired.expected.some((table) => table.indexes.some(isUnique));
    return resultOf({ compared, findings }, paired, expectedAnywhere, 'a unique constraint');
  },
});
