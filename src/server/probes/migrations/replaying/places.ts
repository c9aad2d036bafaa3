import type { AlterTableStmt, ColumnDef, Constraint, CreateStmt, Node, RangeVar } from 'libpg-query';
import { z } from 'zod';
import type { SourcePosition } from '../../../../shared/finding';
import { placeKey } from '../../../../shared/migrations';
import { nameParts, objectName, truncateIdentifier } from '../../../sql/identifier';
import { type ExtensionPart, extensionOf } from './extension-statement';
import { lineFinder, type Script, type ScriptStatement } from './script';

/** Where the migrations make, last change or drop each object, and the extensions as they declare them. */
export type Places = { places: Map<string, SourcePosition>; extensions: Map<string, ExtensionPart> };

type Relation = { schema: string; name: string };
type Reader = {
  defaultSchema: string;
  found: Places;
  /** Of the statement, or of the byte within it that is named. */
  at(offsetBytes?: number): SourcePosition;
};

/**
 * Reads where things are made, without running anything. An object that was dropped stays in the answer, with the place
 * where that happens.
 */
export function placesOf(
  scripts: readonly { script: Script; statements: readonly ScriptStatement[] }[],
  defaultSchema: string,
): Places {
  const found: Places = { places: new Map(), extensions: new Map() };
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

function readStatement(reader: Reader, node: Node): void {
  if ('CreateStmt' in node) createTable(reader, node.CreateStmt);
  else if ('AlterTableStmt' in node) alterTable(reader, node.AlterTableStmt);
  else if ('IndexStmt' in node) {
    const { relation, idxname } = node.IndexStmt;
    if (idxname !== undefined) setPart(reader, 'index', relationOf(reader, relation), idxname);
  } else if ('ViewStmt' in node) setTable(reader, relationOf(reader, node.ViewStmt.view));
  else if ('CreateTableAsStmt' in node)
    setTable(reader, relationOf(reader, node.CreateTableAsStmt.into?.rel));
  else if ('CreateTrigStmt' in node)
    setPart(
      reader,
      'trigger',
      relationOf(reader, node.CreateTrigStmt.relation),
      node.CreateTrigStmt.trigname,
    );
  else if ('CreatePolicyStmt' in node)
    setPart(
      reader,
      'policy',
      relationOf(reader, node.CreatePolicyStmt.table),
      node.CreatePolicyStmt.policy_name,
    );
  else if ('AlterPolicyStmt' in node)
    setPart(
      reader,
      'policy',
      relationOf(reader, node.AlterPolicyStmt.table),
      node.AlterPolicyStmt.policy_name,
    );
  else if ('CreateSeqStmt' in node)
    setObject(reader, 'sequence', relationOf(reader, node.CreateSeqStmt.sequence));
  else if ('AlterSeqStmt' in node)
    setObject(reader, 'sequence', relationOf(reader, node.AlterSeqStmt.sequence));
  else readOther(reader, node);
}

function readOther(reader: Reader, node: Node): void {
  const { found, at } = reader;
  if ('CreateEnumStmt' in node) {
    const type = qualified(reader, node.CreateEnumStmt.typeName);
    setObject(reader, 'enum', type);
    for (const value of nameParts(node.CreateEnumStmt.vals)) setPart(reader, 'enum-value', type, value);
  } else if ('AlterEnumStmt' in node) {
    const { typeName, newVal } = node.AlterEnumStmt;
    if (newVal !== undefined) setPart(reader, 'enum-value', qualified(reader, typeName), newVal);
  } else if ('CreateExtensionStmt' in node) {
    const extension = extensionOf(node.CreateExtensionStmt);
    found.extensions.set(extension.name, { ...extension, source: at() });
    setObject(reader, 'extension', { schema: '', name: extension.name });
  } else if ('AlterExtensionStmt' in node) {
    const known = found.extensions.get(node.AlterExtensionStmt.extname ?? '');
    if (known !== undefined) {
      const { version } = extensionOf(node.AlterExtensionStmt);
      found.extensions.set(known.name, { ...known, version: version ?? known.version, source: at() });
    }
  } else if ('DropStmt' in node) {
    for (const object of node.DropStmt.objects ?? []) drop(reader, node.DropStmt.removeType ?? '', object);
  } else if ('RenameStmt' in node) {
    const { renameType, relation, subname, newname = '', object } = node.RenameStmt;
    const owner = relationOf(reader, relation);
    if (renameType === 'OBJECT_COLUMN') setPart(reader, 'column', owner, newname);
    else if (renameType === 'OBJECT_TABCONSTRAINT') setPart(reader, 'constraint', owner, newname);
    else if (renameType === 'OBJECT_TRIGGER') setPart(reader, 'trigger', owner, newname);
    else if (renameType === 'OBJECT_POLICY') setPart(reader, 'policy', owner, newname);
    else if (renameType === 'OBJECT_SEQUENCE') setObject(reader, 'sequence', { ...owner, name: newname });
    else if (renameType === 'OBJECT_INDEX') renameIndex(reader, owner, newname);
    else if (renameType === 'OBJECT_TYPE' && object !== undefined && 'List' in object)
      renameOwner(reader, 'enum', qualified(reader, object.List.items), newname);
    else if (
      ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW'].includes(renameType ?? '') &&
      subname === undefined
    )
      renameOwner(reader, 'table', owner, newname);
  }
}

/** What is gone has the place where it is dropped: a database that has it still waits for that migration. */
function drop(reader: Reader, type: string, object: Node): void {
  const nodes =
    'List' in object ? object.List.items : 'TypeName' in object ? object.TypeName.names : [object];
  const named = qualified(reader, nodes);
  if (type === 'OBJECT_EXTENSION') {
    reader.found.extensions.delete(named.name);
    setObject(reader, 'extension', { schema: '', name: named.name });
  } else if (['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW'].includes(type)) setTable(reader, named);
  else if (type === 'OBJECT_TYPE') setObject(reader, 'enum', named);
  else if (type === 'OBJECT_SEQUENCE') setObject(reader, 'sequence', named);
  else if (type === 'OBJECT_INDEX') renameIndex(reader, named, named.name);
  else if (type === 'OBJECT_TRIGGER' || type === 'OBJECT_POLICY') {
    const table = qualified(reader, nodes?.slice(0, -1));
    setPart(reader, type === 'OBJECT_TRIGGER' ? 'trigger' : 'policy', table, named.name);
  }
}

function createTable(reader: Reader, statement: CreateStmt): void {
  const table = relationOf(reader, statement.relation);
  const key = placeKey('table', table.schema, table.name);
  if (statement.if_not_exists === true && reader.found.places.has(key)) return;
  setTable(reader, table);
  for (const element of statement.tableElts ?? []) {
    if ('ColumnDef' in element) setColumn(reader, table, element.ColumnDef);
    else if ('Constraint' in element) setConstraint(reader, table, element.Constraint, null);
  }
}

function alterTable(reader: Reader, statement: AlterTableStmt): void {
  const table = relationOf(reader, statement.relation);
  for (const node of statement.cmds ?? []) {
    if (!('AlterTableCmd' in node)) continue;
    const { subtype = '', name, def } = node.AlterTableCmd;
    if (def !== undefined && 'ColumnDef' in def && subtype === 'AT_AddColumn')
      setColumn(reader, table, def.ColumnDef);
    else if (def !== undefined && 'Constraint' in def) setConstraint(reader, table, def.Constraint, null);
    else if (name === undefined) continue;
    else if (/Trig/.test(subtype)) setPart(reader, 'trigger', table, name);
    else if (/Constraint/.test(subtype)) setPart(reader, 'constraint', table, name);
    else if (/Column|NotNull|Identity|Expression|Storage|Statistics|Compression|Options/.test(subtype))
      setPart(reader, 'column', table, name);
  }
}

function setColumn(reader: Reader, table: Relation, column: ColumnDef): void {
  const name = column.colname ?? '';
  setPart(reader, 'column', table, name, column.location);
  for (const node of column.constraints ?? []) {
    if ('Constraint' in node) setConstraint(reader, table, node.Constraint, name);
  }
}

const LABELS: Record<string, string> = {
  CONSTR_CHECK: 'check',
  CONSTR_UNIQUE: 'key',
  CONSTR_FOREIGN: 'fkey',
  CONSTR_EXCLUSION: 'excl',
};

/** A constraint under the name that PostgreSQL would give it where it has none; a unique one is an index as well. */
function setConstraint(reader: Reader, table: Relation, constraint: Constraint, column: string | null): void {
  const { contype = '', conname, location } = constraint;
  if (!(contype in LABELS) && contype !== 'CONSTR_PRIMARY') return;
  const columns = nameParts(constraint.keys ?? constraint.fk_attrs);
  const part = column ?? (columns.length === 0 ? null : columns.join('_'));
  const made =
    contype === 'CONSTR_PRIMARY'
      ? objectName(table.name, null, 'pkey')
      : objectName(table.name, part, LABELS[contype] ?? '');
  setPart(reader, 'constraint', table, conname ?? made, location);
  if (contype !== 'CONSTR_CHECK' && contype !== 'CONSTR_FOREIGN')
    setPart(reader, 'index', table, conname ?? made, location);
}

type PartKind = 'column' | 'constraint' | 'index' | 'trigger' | 'policy' | 'enum-value';

function setPart(
  reader: Reader,
  kind: PartKind,
  owner: Relation,
  name: string | undefined,
  offset?: number,
): void {
  const key = placeKey(kind, owner.schema, truncateIdentifier(name ?? ''), owner.name);
  reader.found.places.set(key, reader.at(offset));
}

function setObject(
  reader: Reader,
  kind: 'sequence' | 'enum' | 'table' | 'extension',
  { schema, name }: Relation,
): void {
  reader.found.places.set(placeKey(kind, schema, name), reader.at());
}

function setTable(reader: Reader, table: Relation): void {
  setObject(reader, 'table', table);
}

function renameIndex(reader: Reader, index: Relation, newName: string): void {
  for (const key of [...reader.found.places.keys()]) {
    const [kind, schema, owner, name] = partsOf(key);
    if (kind === 'index' && schema === index.schema && name === index.name && owner !== undefined)
      setPart(reader, 'index', { schema, name: owner }, newName);
  }
}

/** What belongs to a table or an enum goes on under its new name, from where it was made. */
function renameOwner(reader: Reader, kind: 'table' | 'enum', owner: Relation, newName: string): void {
  const { places } = reader.found;
  for (const [key, place] of [...places]) {
    const [part, schema = '', of, name] = partsOf(key);
    const isValue = part === 'enum-value';
    if (schema !== owner.schema || of !== owner.name || name === undefined || isValue !== (kind === 'enum'))
      continue;
    if (isPartKind(part)) places.set(placeKey(part, schema, name, newName), place);
  }
  setObject(reader, kind, { schema: owner.schema, name: newName });
}

function isPartKind(kind: string | undefined): kind is PartKind {
  return ['column', 'constraint', 'index', 'trigger', 'policy', 'enum-value'].includes(kind ?? '');
}

function partsOf(key: string): string[] {
  return z.array(z.string()).parse(JSON.parse(key));
}

function relationOf(reader: Reader, relation: RangeVar | undefined): Relation {
  return {
    schema: relation?.schemaname ?? reader.defaultSchema,
    name: truncateIdentifier(relation?.relname ?? ''),
  };
}

function qualified(reader: Reader, nodes: readonly Node[] | undefined): Relation {
  const parts = nameParts(nodes);
  return { schema: parts.at(-2) ?? reader.defaultSchema, name: truncateIdentifier(parts.at(-1) ?? '') };
}
