import type { Node, RenameStmt } from 'libpg-query';
import { nameParts } from '../../../sql/identifier';
import { extensionOf } from './extension-statement';
import {
  type Book,
  dropObject,
  dropPart,
  type Places,
  qualified,
  relationOf,
  renameOwner,
  setObject,
  setPart,
  tablesOfIndex,
} from './place-book';
import { lineFinder, type Script, type ScriptStatement } from './script';
import { alterTable, createTable } from './table-places';

/**
 * Reads where things are made, without running anything. An object that was dropped stays in the answer, with the place
 * where that happens.
 */
export function placesOf(
  scripts: readonly { script: Script; statements: readonly ScriptStatement[] }[],
  defaultSchema: string,
): Places {
  const found: Places = { places: new Map(), dropped: new Set(), extensions: new Map() };
  for (const { script, statements } of scripts) {
    const lineAt = lineFinder(script.sql);
    for (const { node, line } of statements) {
      const at = (offset?: number) => ({
        file: script.file,
        line: offset === undefined || offset < 0 ? line : lineAt(offset),
      });
      readStatement({ defaultSchema, found, at }, node);
    }
  }
  return found;
}

function readStatement(book: Book, node: Node): void {
  if ('CreateStmt' in node) createTable(book, node.CreateStmt);
  else if ('AlterTableStmt' in node) alterTable(book, node.AlterTableStmt);
  else if ('IndexStmt' in node) {
    const { relation, idxname } = node.IndexStmt;
    if (idxname !== undefined) setPart(book, 'index', relationOf(book, relation), idxname);
  } else if ('ViewStmt' in node) setObject(book, 'table', relationOf(book, node.ViewStmt.view));
  else if ('CreateTableAsStmt' in node)
    setObject(book, 'table', relationOf(book, node.CreateTableAsStmt.into?.rel));
  else if ('CreateTrigStmt' in node) {
    const { relation, trigname } = node.CreateTrigStmt;
    setPart(book, 'trigger', relationOf(book, relation), trigname);
  } else if ('CreatePolicyStmt' in node) {
    const { table, policy_name } = node.CreatePolicyStmt;
    setPart(book, 'policy', relationOf(book, table), policy_name);
  } else if ('AlterPolicyStmt' in node) {
    const { table, policy_name } = node.AlterPolicyStmt;
    setPart(book, 'policy', relationOf(book, table), policy_name);
  } else if ('CreateSeqStmt' in node)
    setObject(book, 'sequence', relationOf(book, node.CreateSeqStmt.sequence));
  else if ('AlterSeqStmt' in node) setObject(book, 'sequence', relationOf(book, node.AlterSeqStmt.sequence));
  else if ('RenameStmt' in node) rename(book, node.RenameStmt);
  else if ('DropStmt' in node) {
    for (const object of node.DropStmt.objects ?? []) drop(book, node.DropStmt.removeType ?? '', object);
  } else readTypeOrExtension(book, node);
}

function readTypeOrExtension(book: Book, node: Node): void {
  const { found, at } = book;
  if ('CreateEnumStmt' in node) {
    const type = qualified(book, node.CreateEnumStmt.typeName);
    setObject(book, 'enum', type);
    for (const value of nameParts(node.CreateEnumStmt.vals)) setPart(book, 'enum-value', type, value);
  } else if ('AlterEnumStmt' in node) {
    const { typeName, oldVal, newVal } = node.AlterEnumStmt;
    const type = qualified(book, typeName);
    if (oldVal !== undefined) dropPart(book, 'enum-value', type, oldVal);
    if (newVal !== undefined) setPart(book, 'enum-value', type, newVal);
  } else if ('CreateExtensionStmt' in node) {
    const extension = extensionOf(node.CreateExtensionStmt);
    found.extensions.set(extension.name, { ...extension, source: at() });
    setObject(book, 'extension', { schema: '', name: extension.name });
  } else if ('AlterExtensionStmt' in node) {
    const known = found.extensions.get(node.AlterExtensionStmt.extname ?? '');
    if (known === undefined) return;
    const { version } = extensionOf(node.AlterExtensionStmt);
    found.extensions.set(known.name, { ...known, version: version ?? known.version, source: at() });
  }
}

function drop(book: Book, type: string, object: Node): void {
  const nodes =
    'List' in object ? object.List.items : 'TypeName' in object ? object.TypeName.names : [object];
  const named = qualified(book, nodes);
  if (type === 'OBJECT_EXTENSION') {
    book.found.extensions.delete(named.name);
    dropObject(book, 'extension', { schema: '', name: named.name });
  } else if (TABLES.has(type)) dropObject(book, 'table', named);
  else if (type === 'OBJECT_TYPE') dropObject(book, 'enum', named);
  else if (type === 'OBJECT_SEQUENCE') dropObject(book, 'sequence', named);
  else if (type === 'OBJECT_INDEX') {
    for (const table of tablesOfIndex(book, named)) dropPart(book, 'index', table, named.name);
  } else if (type === 'OBJECT_TRIGGER' || type === 'OBJECT_POLICY') {
    const table = qualified(book, nodes?.slice(0, -1));
    dropPart(book, type === 'OBJECT_TRIGGER' ? 'trigger' : 'policy', table, named.name);
  }
}

const TABLES = new Set(['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW']);

const RENAMED_PARTS = new Map<string, 'column' | 'constraint' | 'trigger' | 'policy'>([
  ['OBJECT_COLUMN', 'column'],
  ['OBJECT_TABCONSTRAINT', 'constraint'],
  ['OBJECT_TRIGGER', 'trigger'],
  ['OBJECT_POLICY', 'policy'],
]);

function rename(book: Book, statement: RenameStmt): void {
  const { renameType = '', relation, subname, newname = '', object } = statement;
  const owner = relationOf(book, relation);
  const part = RENAMED_PARTS.get(renameType);
  if (part !== undefined) {
    if (subname !== undefined) dropPart(book, part, owner, subname);
    setPart(book, part, owner, newname);
  } else if (renameType === 'OBJECT_INDEX') {
    for (const table of tablesOfIndex(book, owner)) {
      dropPart(book, 'index', table, owner.name);
      setPart(book, 'index', table, newname);
    }
  } else if (renameType === 'OBJECT_SEQUENCE') {
    dropObject(book, 'sequence', owner);
    setObject(book, 'sequence', { ...owner, name: newname });
  } else if (renameType === 'OBJECT_TYPE' && object !== undefined && 'List' in object) {
    renameOwner(book, 'enum', qualified(book, object.List.items), newname);
  } else if (TABLES.has(renameType)) renameOwner(book, 'table', owner, newname);
}
