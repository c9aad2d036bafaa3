import { nameParts } from '../identifier';
import type { DdlState } from './state';

/** `t.a` as `a` where the table itself is meant: PostgreSQL prints it so. Changes the tree. */
export function unqualify(tree: object, table: string): void {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isReference(value)) {
      const { fields } = value.ColumnRef;
      const at = (place: number) => fields?.at(place)?.String?.sval;
      if (fields?.length === 2 && at(0) === table) fields.shift();
      else if (fields?.length === 3 && at(1) === table) fields.splice(0, 2);
      return;
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(tree);
}

/** Spells the object from its tree, and keeps the tree for later renames. */
export function spell(state: DdlState, object: object, tree: object, respell: () => void): void {
  state.spelled.set(object, { tree, respell });
  respell();
}

/** Whether a column stands in the tree behind an object. */
export function mentions(state: DdlState, object: object, column: string): boolean {
  const spelled = state.spelled.get(object);
  return spelled !== undefined && namesIn(spelled.tree).some((name) => name.text === column);
}

/** ALTER TABLE … RENAME COLUMN, followed into the text of one object. */
export function renameIn(state: DdlState, object: object, from: string, to: string): void {
  const spelled = state.spelled.get(object);
  if (spelled === undefined) return;
  for (const name of namesIn(spelled.tree)) if (name.text === from) name.set(to);
  spelled.respell();
}

type Name = { text: string; set(name: string): void };

/** Every name of a column in a tree: a reference, alone or after OLD and NEW, the key of an index, the columns of UPDATE OF. */
function namesIn(tree: object): Name[] {
  const found: Name[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) visit(inner);
    else if (typeof value === 'object' && value !== null) {
      if (isReference(value)) {
        const parts = nameParts(value.ColumnRef.fields);
        const last = value.ColumnRef.fields?.at(-1);
        if (last !== undefined && 'String' in last && parts.length <= 2) found.push(nameAt(last.String));
        return;
      }
      if (isKey(value) && value.IndexElem.name !== undefined) found.push(keyName(value.IndexElem));
      for (const [member, inner] of Object.entries(value)) {
        if (member === 'columns' && Array.isArray(inner))
          for (const one of inner) if (isString(one)) found.push(nameAt(one.String));
        visit(inner);
      }
    }
  };
  visit(tree);
  return found;
}

function nameAt(string: { sval?: string }): Name {
  return {
    text: string.sval ?? '',
    set: (name) => {
      string.sval = name;
    },
  };
}

function keyName(key: { name?: string }): Name {
  return {
    text: key.name ?? '',
    set: (name) => {
      key.name = name;
    },
  };
}

type Field = { String: { sval?: string } };

function isString(value: unknown): value is Field {
  return typeof value === 'object' && value !== null && 'String' in value;
}

function isReference(value: object): value is { ColumnRef: { fields?: Field[] } } {
  return 'ColumnRef' in value;
}

function isKey(value: object): value is { IndexElem: { name?: string } } {
  return 'IndexElem' in value;
}
