import type { Node, RangeVar } from 'libpg-query';
import { z } from 'zod';
import type { SourcePosition } from '../../../../shared/finding';
import { placeKey } from '../../../../shared/migrations';
import { nameParts, truncateIdentifier } from '../../../sql/identifier';
import type { ExtensionPart } from './extension-statement';

/** Where the migrations make, last change or drop each object, and the extensions as they declare them. */
export type Places = {
  places: Map<string, SourcePosition>;
  /** Keys of what is dropped in the end. */
  dropped: Set<string>;
  extensions: Map<string, ExtensionPart>;
};

export type Relation = { schema: string; name: string };

/** The places so far, with the statement that is being read. */
export type Book = {
  defaultSchema: string;
  found: Places;
  /** Of the statement, or of the byte within it that is named. */
  at(offsetBytes?: number): SourcePosition;
};

const PartKind = z.enum(['column', 'constraint', 'index', 'trigger', 'policy', 'enum-value']);
type PartKind = z.infer<typeof PartKind>;
type ObjectKind = 'sequence' | 'enum' | 'table' | 'extension';

/** A part of a table or an enum is made or changed here. */
export function setPart(
  book: Book,
  kind: PartKind,
  owner: Relation,
  name: string | undefined,
  offset?: number,
): void {
  write(book, placeKey(kind, owner.schema, truncateIdentifier(name ?? ''), owner.name), offset);
}

export function setObject(book: Book, kind: ObjectKind, { schema, name }: Relation): void {
  write(book, placeKey(kind, schema, name));
}

function write({ found, at }: Book, key: string, offset?: number): void {
  found.places.set(key, at(offset));
  found.dropped.delete(key);
}

/** What is gone has the place where it is dropped: a database that has it still waits for that migration. */
export function dropPart(book: Book, kind: PartKind, owner: Relation, name: string): void {
  setPart(book, kind, owner, name);
  book.found.dropped.add(placeKey(kind, owner.schema, truncateIdentifier(name), owner.name));
}

export function dropObject(book: Book, kind: ObjectKind, object: Relation): void {
  setObject(book, kind, object);
  book.found.dropped.add(placeKey(kind, object.schema, object.name));
}

/** An index is renamed and dropped by its own name; its table is known from where it was made. */
export function tablesOfIndex({ found }: Book, index: Relation): Relation[] {
  return [...found.places.keys()].flatMap((key) => {
    const [kind, schema, owner, name] = partsOf(key);
    const isIt = kind === 'index' && schema === index.schema && name === index.name;
    return isIt && owner !== undefined ? [{ schema, name: owner }] : [];
  });
}

/** What belongs to a table or an enum goes on under its new name, from where it was made. */
export function renameOwner(book: Book, kind: 'table' | 'enum', owner: Relation, newName: string): void {
  const { places, dropped } = book.found;
  for (const [key, place] of [...places]) {
    const [first, schema = '', of, name] = partsOf(key);
    const part = PartKind.safeParse(first);
    if (!part.success || name === undefined || schema !== owner.schema || of !== owner.name) continue;
    if ((part.data === 'enum-value') !== (kind === 'enum')) continue;
    const moved = placeKey(part.data, schema, name, newName);
    places.set(moved, place);
    if (dropped.has(key)) dropped.add(moved);
    else dropped.delete(moved);
  }
  dropObject(book, kind, owner);
  setObject(book, kind, { schema: owner.schema, name: newName });
}

function partsOf(key: string): string[] {
  return z.array(z.string()).parse(JSON.parse(key));
}

/** Schema and name of a relation as PostgreSQL keeps them. */
export function relationOf(book: Book, relation: RangeVar | undefined): Relation {
  return {
    schema: relation?.schemaname ?? book.defaultSchema,
    name: truncateIdentifier(relation?.relname ?? ''),
  };
}

/** The same for a name that is a list of strings. */
export function qualified(book: Book, nodes: readonly Node[] | undefined): Relation {
  const parts = nameParts(nodes);
  return { schema: parts.at(-2) ?? book.defaultSchema, name: truncateIdentifier(parts.at(-1) ?? '') };
}
