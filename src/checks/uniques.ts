import type { Index } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { groupBy } from './support/group-by';
import { indexColumnNames, sameIndexKey } from './support/index-match';
import { columnList, modelParts, tableInWords } from './support/names';
import { createIndexSql, dropIndexSql } from './support/sql-index';
import { pairTables, resultOf, type TablePair } from './support/table-pairs';
import { defineCheck } from './types';

/** What must be unique: a unique index and a unique constraint count alike, whatever they are called. */
export const uniques = defineCheck({
  id: 'uniques',
  group: 'schema',
  title: 'Unique constraints',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.folder'],
  run: (observed, settings) => {
    const paired = pairTables(observed, settings);
    const inMigrations = new Set((observed['migrations.folder']?.indexes ?? []).map(sameIndexKey));
    const findings: Finding[] = [];
    let compared = 0;
    for (const pair of paired.pairs) {
      const kept = (index: Index) =>
        guards(index) && !paired.ignore.part(index.schema, index.table, index.name);
      const expected = groupBy(pair.expected.indexes.filter(kept), guardInWords);
      const live = groupBy(pair.observed.indexes.filter(kept), guardInWords);
      compared += new Set([...expected.keys(), ...live.keys()]).size;
      for (const [words, [index]] of expected) {
        if (index !== undefined && !live.has(words)) findings.push(missing(pair, index, words));
      }
      for (const [words, indexes] of live) {
        // One that plain SQL in a migration declares is the matter of the strategic indexes.
        const foreign = indexes.filter((index) => !inMigrations.has(sameIndexKey(index)));
        if (!expected.has(words) && foreign.length > 0) findings.push(unexpected(pair, foreign, words));
      }
    }
    const expectedAnywhere = paired.expected.some((table) => table.indexes.some(guards));
    return resultOf({ compared, findings }, paired, expectedAnywhere, 'a unique constraint');
  },
});

function guards(index: Index): boolean {
  return index.unique && index.constraint !== 'primary' && index.constraint !== 'exclusion';
}

/** Columns in their order, predicate, treatment of nulls: what may not occur twice. Sort order and INCLUDE take no part. */
function guardInWords(index: Index): string {
  const nulls = index.nullsNotDistinct ? ' nulls not distinct' : '';
  const where = index.predicate === null ? '' : ` where ${index.predicate}`;
  return `${columnList(indexColumnNames(index))}${nulls}${where}`;
}

function missing(pair: TablePair, index: Index, words: string): Finding {
  const columns = indexColumnNames(index);
  const near = pair.observed.indexes.find(
    (other) =>
      other.constraint !== 'primary' &&
      [...indexColumnNames(other)].sort().join('\n') === [...columns].sort().join('\n'),
  );
  const instead =
    near === undefined
      ? ''
      : `, only ${near.name} ${near.unique ? 'unique' : 'not unique'} on ${guardInWords(near)}`;
  const create = createIndexSql(index, { concurrently: pair.observed.kind === 'table' });
  const blocked = near !== undefined && near.name === index.name ? `${dropIndexSql(near)}\n` : '';
  return finding(pair, index, {
    rule: 'unique.missing',
    severity: 'error',
    impact: 'integrity',
    message: `${tableInWords(pair.expected, pair.model)} is unique by ${words} in schema.prisma, but nothing in the database enforces that${instead}.`,
    expected: `unique ${words}`,
    observed: `not unique by ${words}${instead}`,
    remedy: { kind: 'sql', text: `${blocked}${create}` },
  });
}

function unexpected(pair: TablePair, indexes: Index[], words: string): Finding {
  const [index] = indexes;
  if (index === undefined) throw new Error(`No unique index was given for ${pair.id} ${words}.`);
  const names = indexes.map((other) => other.name).join(' and ');
  return finding(pair, index, {
    rule: 'unique.unexpected',
    severity: 'warning',
    impact: 'write',
    message: `${tableInWords(pair.expected, pair.model)} is unique by ${words} in the database (${names}), which schema.prisma does not declare, so writes that it allows may be refused.`,
    expected: `not unique by ${words}`,
    observed: `unique ${words}`,
    remedy: { kind: 'sql', text: indexes.map((other) => dropIndexSql(other)).join('\n') },
  });
}

type Parts = Pick<Finding, 'rule' | 'severity' | 'impact' | 'message' | 'expected' | 'observed' | 'remedy'>;

function finding(pair: TablePair, index: Index, parts: Parts): Finding {
  const { source, ...model } = modelParts(pair.model);
  const nulls = index.nullsNotDistinct ? ' nulls not distinct' : '';
  const where = index.predicate === null ? '' : ` where ${index.predicate}`;
  return driftFinding({
    ...parts,
    about: `${pair.id}:${indexColumnNames(index).join(',')}${nulls}${where}`,
    subject: {
      kind: 'unique',
      schema: pair.expected.schema,
      table: pair.expected.name,
      name: index.name,
      ...model,
    },
    source: index.source ?? source,
  });
}
