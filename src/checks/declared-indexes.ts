import type { Index } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { groupBy } from './support/group-by';
import { weightOfExtra } from './support/impact';
import { indexDifference, indexFinding } from './support/index-findings';
import { indexInWords, sameIndexes, sameIndexKey } from './support/index-match';
import { indexesOfMigrations, migratedIndexesOf } from './support/migration-indexes';
import { tableInWords } from './support/names';
import { sqlRemedy } from './support/repair';
import { dropIndexStatements } from './support/repair-index';
import { indexesBeyondSchema, servedIn } from './support/strategic';
import { pairTables, resultOf, type TablePair } from './support/table-pairs';
import { defineCheck } from './types';

/** The `@@index` declarations of the schema against the live indexes, and live indexes that nobody declared. */
export const declaredIndexes = defineCheck({
  id: 'declared-indexes',
  group: 'indexes',
  title: 'Indexes of the schema',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.folder', 'migrations.replay', 'indexes.declared'],
  run: (observed, settings) => {
    const paired = pairTables(observed, settings);
    const folderRead = indexesOfMigrations(observed) !== undefined;
    const read = indexesBeyondSchema(observed);
    const manifest = observed['indexes.declared'];
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of paired.pairs) {
      const kept = (index: Index) => !paired.ignore.part(index.schema, index.table, index.name);
      const declared = pair.expected.indexes.filter((index) => isPlain(index) && kept(index));
      compared += declared.length;
      if (sameIndexes(pair.expected.indexes, pair.observed.indexes)) continue;
      for (const [index] of groupBy(declared, sameIndexKey).values()) {
        if (index === undefined) continue;
        const served = servedIn(manifest, index);
        const side = { declaredBy: 'schema.prisma', model: pair.model, table: pair.observed, served };
        const finding = indexDifference(index, side);
        if (finding !== null) findings.push(finding);
      }
      // A live index that bears the name of one that lacks is the `index.definition` (or `unique.missing`) of that one.
      const ownDefinitions = new Set(pair.expected.indexes.map(sameIndexKey));
      const liveDefinitions = new Set(pair.observed.indexes.map(sameIndexKey));
      const migrated = migratedIndexesOf(read, pair.id);
      const known = new Set(migrated.map(sameIndexKey));
      const namesOfLacking = new Set(
        [...pair.expected.indexes, ...migrated]
          .filter((index) => !liveDefinitions.has(sameIndexKey(index)))
          .map((index) => index.name),
      );
      for (const index of pair.observed.indexes) {
        if (!isPlain(index) || !kept(index) || ownDefinitions.has(sameIndexKey(index))) continue;
        compared += 1;
        if (known.has(sameIndexKey(index)) || namesOfLacking.has(index.name)) continue;
        findings.push(unexpected(index, pair, folderRead));
      }
    }
    const expectedAnywhere = paired.expected.some((table) => table.indexes.some(isPlain));
    return resultOf({ compared, findings }, paired, expectedAnywhere, 'an index beyond keys and unique ones');
  },
});

function isPlain(index: Index): boolean {
  return !index.unique && index.constraint === null;
}

function unexpected(index: Index, pair: TablePair, folderRead: boolean): Finding {
  const nobody = folderRead
    ? 'neither schema.prisma nor a migration declares it, so somebody made it by hand'
    : 'schema.prisma does not declare it (migrations were not read)';
  return indexFinding(index, pair.model, {
    rule: 'index.unexpected',
    about: `${pair.id}:${index.name}`,
    ...weightOfExtra('costs', folderRead),
    message: `Only the database has index ${index.name}, ${indexInWords(index)}, on ${tableInWords(pair.expected, pair.model)}: ${nobody}.`,
    expected: 'no such index',
    observed: indexInWords(index),
    remedy: sqlRemedy(
      dropIndexStatements(
        index,
        pair.observed,
        'drop',
        `If it is wanted, put its definition into a migration instead: ${index.definition.replaceAll('\n', ' ')}`,
      ),
    ),
  });
}
