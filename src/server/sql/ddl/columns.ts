import type { Node } from 'libpg-query';
import type { Index, Table } from '../../../shared/database-schema';
import { canonicalNode } from '../expression';
import { nameParts } from '../identifier';
import { sequencesOf } from './sequences';
import { renameIn } from './spelled';
import type { DdlState, IndexTrees } from './state';

/** Whether a column takes part in an index, in whatever way. */
export function indexUses(state: DdlState, index: Index, column: string): boolean {
  if (index.columns.some((one) => one.name === column) || index.include.includes(column)) return true;
  return treesOf(state.trees.get(index)).some((tree) =>
    columnReferences(tree).some((ref) => ref.sval === column),
  );
}

/** ALTER TABLE … RENAME COLUMN, followed into keys and indexes. */
export function renameColumn(state: DdlState, table: Table, from: string, to: string): void {
  const renamed = (name: string) => (name === from ? to : name);
  for (const column of table.columns) column.name = renamed(column.name);
  if (table.primaryKey !== null) table.primaryKey.columns = table.primaryKey.columns.map(renamed);
  for (const key of table.foreignKeys) key.columns = key.columns.map(renamed);
  for (const index of table.indexes) renameInIndex(state, index, from, to);
  for (const object of spelledOf(table)) renameIn(state, object, from, to);
  for (const { ownedBy } of sequencesOf(state, table, from)) if (ownedBy !== null) ownedBy.column = to;
  for (const other of state.tables.values()) {
    for (const { references } of other.foreignKeys) {
      if (references.schema === table.schema && references.table === table.name)
        references.columns = references.columns.map(renamed);
    }
  }
}

/** What stands on a table and has a text of its own. */
export function spelledOf(table: Table): object[] {
  return [...table.checks, ...table.exclusions, ...table.triggers, ...table.rowSecurity.policies];
}

function renameInIndex(state: DdlState, index: Index, from: string, to: string): void {
  const trees = state.trees.get(index);
  for (const tree of treesOf(trees)) {
    for (const reference of columnReferences(tree)) if (reference.sval === from) reference.sval = to;
  }
  index.columns = index.columns.map((column, position) => {
    const tree = trees?.keys[position] ?? null;
    return {
      ...column,
      name: column.name === from ? to : column.name,
      expression: tree === null ? column.expression : canonicalNode(tree, null, state.defaultSchema),
    };
  });
  index.include = index.include.map((name) => (name === from ? to : name));
  if (trees?.predicate != null) index.predicate = canonicalNode(trees.predicate, null, state.defaultSchema);
}

function treesOf(trees: IndexTrees | undefined): Node[] {
  if (trees === undefined) return [];
  return [...trees.keys, trees.predicate].filter((tree) => tree !== null);
}

/** The name nodes of all plain column references in a tree; changing one renames it there. */
export function columnReferences(node: Node): { sval?: string }[] {
  const found: { sval?: string }[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isColumnReference(value)) {
      const [first] = value.ColumnRef.fields ?? [];
      if (first !== undefined && 'String' in first && nameParts(value.ColumnRef.fields).length === 1)
        found.push(first.String);
      return;
    }
    for (const member of Object.values(value)) visit(member);
  };
  visit(node);
  return found;
}

function isColumnReference(value: object): value is { ColumnRef: { fields?: Node[] } } {
  return 'ColumnRef' in value;
}
