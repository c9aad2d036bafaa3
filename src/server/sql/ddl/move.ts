import { quoteIdentifier } from '../identifier';
import { UNSPOKEN_SCHEMAS } from '../type-name';
import { spelledOf } from './columns';
import { sequencesOf } from './sequences';
import { type DdlState, keyOf } from './state';

export type Names = { schema: string; name: string };

/** A table or view under another name or in another schema, with all that stands on it and points to it. */
export function moveTable(state: DdlState, from: Names, change: Partial<Names>): void {
  const table = state.tables.get(keyOf(from.schema, from.name));
  if (table === undefined) return;
  const owned = sequencesOf(state, table);
  state.tables.delete(keyOf(from.schema, from.name));
  Object.assign(table, change);
  state.tables.set(keyOf(table.schema, table.name), table);
  for (const sequence of owned) {
    moveSequence(state, sequence, { schema: table.schema });
    if (sequence.ownedBy !== null) sequence.ownedBy.table = table.name;
  }
  for (const index of table.indexes) Object.assign(index, { schema: table.schema, table: table.name });
  for (const object of spelledOf(table)) state.spelled.get(object)?.respell();
  for (const other of state.tables.values()) {
    for (const { references } of other.foreignKeys) {
      if (references.schema === from.schema && references.table === from.name)
        Object.assign(references, { schema: table.schema, table: table.name });
    }
  }
}

export function moveSequence(state: DdlState, from: Names, change: Partial<Names>): void {
  const sequence = state.sequences.get(keyOf(from.schema, from.name));
  if (sequence === undefined) return;
  state.sequences.delete(keyOf(from.schema, from.name));
  Object.assign(sequence, change);
  state.sequences.set(keyOf(sequence.schema, sequence.name), sequence);
}

/** An enum, with the columns that are of it. */
export function moveEnum(state: DdlState, from: Names, change: Partial<Names>): void {
  const type = state.enums.get(keyOf(from.schema, from.name));
  if (type === undefined) return;
  const before = typeText(type);
  state.enums.delete(keyOf(from.schema, from.name));
  Object.assign(type, change);
  state.enums.set(keyOf(type.schema, type.name), type);
  const after = typeText(type);
  for (const table of state.tables.values()) {
    for (const column of table.columns) {
      if (column.type === before) column.type = after;
      else if (column.type === `${before}[]`) column.type = `${after}[]`;
    }
  }
}

function typeText({ schema, name }: Names): string {
  const prefix = UNSPOKEN_SCHEMAS.has(schema) ? '' : `${quoteIdentifier(schema)}.`;
  return `${prefix}${quoteIdentifier(name)}`;
}
