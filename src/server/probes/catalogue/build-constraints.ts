import type {
  CheckConstraint,
  ExclusionConstraint,
  ForeignKey,
  Index,
  Key,
} from '../../../shared/database-schema';
import { canonicalExpression } from '../../sql/expression';
import { canonicalExclusionText } from '../../sql/statement';
import type { CatalogueAnswers } from './answers';
import type { Attributes } from './build-columns';
import { meaning, unexpectedValue, whole } from './cells';

/** What an index carries: the kind of its constraint, and whether that one is deferrable. */
export type OnIndex = { kind: Index['constraint']; deferrable: boolean };

/** The constraints of one relation, each list by name. */
export type Constraints = {
  primaryKey: Key | null;
  foreignKeys: ForeignKey[];
  checks: CheckConstraint[];
  exclusions: ExclusionConstraint[];
};

const ACTIONS = new Map<string, ForeignKey['onDelete']>([
  ['a', 'NO ACTION'],
  ['r', 'RESTRICT'],
  ['c', 'CASCADE'],
  ['n', 'SET NULL'],
  ['d', 'SET DEFAULT'],
]);
// PARTIAL is in the SQL standard, and PostgreSQL refuses it.
const MATCHES = new Map<string, ForeignKey['match']>([
  ['s', 'SIMPLE'],
  ['f', 'FULL'],
]);
const ON_INDEX = new Map<string, Index['constraint']>([
  ['p', 'primary'],
  ['u', 'unique'],
  ['x', 'exclusion'],
]);

/** Constraints by the oid of their relation, which kind stands on which index, and to which ones foreign keys point. @throws DatabaseError */
export function buildConstraints(
  answers: CatalogueAnswers,
  relations: ReadonlyMap<string, { schema: string; name: string }>,
  attributes: ReadonlyMap<string, Attributes>,
  defaultSchema: string,
): { byTable: Map<string, Constraints>; onIndex: Map<string, OnIndex>; pointedTo: Set<string> } {
  const { constraints } = answers;
  const names = constraints.of('name');
  const kinds = constraints.of('kind');
  const indexes = constraints.of('index');
  const columns = constraints.of('columns');
  const targets = constraints.of('target');
  const targetColumns = constraints.of('targetColumns');
  const actions = constraints.of('actions');
  const flags = constraints.of('flags');
  const texts = constraints.of('text');
  const byTable = new Map<string, Constraints>();
  const onIndex = new Map<string, OnIndex>();
  const pointedTo = new Set<string>();
  for (const [row, table] of constraints.of('table').entries()) {
    let own = byTable.get(table);
    if (own === undefined) {
      own = { primaryKey: null, foreignKeys: [], checks: [], exclusions: [] };
      byTable.set(table, own);
    }
    const name = names[row] ?? '';
    const kind = kinds[row] ?? '';
    const bits = whole(flags[row] ?? '', 'flags of a constraint');
    const text = texts[row] ?? '';
    if (kind === 'f') {
      pointedTo.add(indexes[row] ?? '');
      const target = relations.get(targets[row] ?? '');
      if (target === undefined) throw unexpectedValue(targets[row] ?? '', `the table that ${name} points to`);
      const [onDelete = '', onUpdate = '', match = ''] = actions[row] ?? '';
      own.foreignKeys.push({
        name,
        columns: resolve(columns[row] ?? '', attributes.get(table)),
        references: {
          schema: target.schema,
          table: target.name,
          columns: resolve(targetColumns[row] ?? '', attributes.get(targets[row] ?? '')),
        },
        onDelete: meaning(ACTIONS, onDelete, 'ON DELETE'),
        onUpdate: meaning(ACTIONS, onUpdate, 'ON UPDATE'),
        deferrable: (bits & 1) !== 0,
        initiallyDeferred: (bits & 2) !== 0,
        match: meaning(MATCHES, match, 'MATCH'),
        validated: (bits & 4) !== 0,
        enforced: (bits & 16) !== 0,
      });
    } else if (kind === 'c') {
      own.checks.push({
        name,
        expression: canonicalExpression(text, null, defaultSchema),
        validated: (bits & 4) !== 0,
        enforced: (bits & 16) !== 0,
        noInherit: (bits & 8) !== 0,
      });
    } else {
      onIndex.set(indexes[row] ?? '', {
        kind: meaning(ON_INDEX, kind, 'the kind of a constraint'),
        // Of an exclusion its definition says so.
        deferrable: kind !== 'x' && (bits & 1) !== 0,
      });
      if (kind === 'p')
        own.primaryKey = { name, columns: resolve(columns[row] ?? '', attributes.get(table)) };
      if (kind === 'x')
        own.exclusions.push({ name, definition: canonicalExclusionText(text, defaultSchema) });
    }
  }
  for (const own of byTable.values())
    for (const list of [own.foreignKeys, own.checks, own.exclusions]) list.sort(byOwnName);
  return { byTable, onIndex, pointedTo };
}

/** By name, comparing code units: the same order on every machine. */
export function byOwnName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** `{2,1}` as the names of columns. */
function resolve(attnums: string, own: Attributes | undefined): string[] {
  const list = attnums.slice(1, -1);
  if (list === '') return [];
  return list.split(',').map((attnum) => own?.names[Number(attnum)] ?? `attribute ${attnum}`);
}
