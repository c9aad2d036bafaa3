import type { AlterTableStmt, ColumnDef, Constraint, CreateStmt } from 'libpg-query';
import { placeKey } from '../../../../shared/migrations';
import { nameParts, objectName } from '../../../sql/identifier';
import { type Book, dropPart, type Relation, relationOf, setObject, setPart } from './place-book';

/** CREATE TABLE: the table, its columns and its constraints, each at its own line. */
export function createTable(book: Book, statement: CreateStmt): void {
  const table = relationOf(book, statement.relation);
  const key = placeKey('table', table.schema, table.name);
  const stands = book.found.places.has(key) && !book.found.dropped.has(key);
  if (statement.if_not_exists === true && stands) return;
  setObject(book, 'table', table);
  for (const element of statement.tableElts ?? []) {
    if ('ColumnDef' in element) setColumn(book, table, element.ColumnDef);
    else if ('Constraint' in element) setConstraint(book, table, element.Constraint, null);
  }
}

/** ALTER TABLE, command by command. */
export function alterTable(book: Book, statement: AlterTableStmt): void {
  const table = relationOf(book, statement.relation);
  for (const node of statement.cmds ?? []) {
    if (!('AlterTableCmd' in node)) continue;
    const { subtype = '', name, def } = node.AlterTableCmd;
    if (def !== undefined && 'ColumnDef' in def && subtype === 'AT_AddColumn')
      setColumn(book, table, def.ColumnDef);
    else if (def !== undefined && 'Constraint' in def) setConstraint(book, table, def.Constraint, null);
    else if (name === undefined) continue;
    else if (subtype === 'AT_DropColumn') dropPart(book, 'column', table, name);
    else if (subtype === 'AT_DropConstraint') {
      dropPart(book, 'constraint', table, name);
      dropPart(book, 'index', table, name);
    } else if (/Trig/.test(subtype)) setPart(book, 'trigger', table, name);
    else if (/Constraint/.test(subtype)) setPart(book, 'constraint', table, name);
    else if (/Column|NotNull|Identity|Expression/.test(subtype)) setPart(book, 'column', table, name);
  }
}

function setColumn(book: Book, table: Relation, column: ColumnDef): void {
  const name = column.colname ?? '';
  setPart(book, 'column', table, name, column.location);
  for (const node of column.constraints ?? []) {
    if ('Constraint' in node) setConstraint(book, table, node.Constraint, name);
  }
}

const LABELS: Record<string, string> = {
  CONSTR_CHECK: 'check',
  CONSTR_UNIQUE: 'key',
  CONSTR_FOREIGN: 'fkey',
  CONSTR_EXCLUSION: 'excl',
};

/** A constraint under the name that PostgreSQL would give it where it has none; a unique one is an index as well. */
function setConstraint(book: Book, table: Relation, constraint: Constraint, column: string | null): void {
  const { contype = '', conname, location } = constraint;
  if (!(contype in LABELS) && contype !== 'CONSTR_PRIMARY') return;
  const columns = nameParts(constraint.keys ?? constraint.fk_attrs);
  const part = column ?? (columns.length === 0 ? null : columns.join('_'));
  const made =
    contype === 'CONSTR_PRIMARY'
      ? objectName(table.name, null, 'pkey')
      : objectName(table.name, part, LABELS[contype] ?? '');
  setPart(book, 'constraint', table, conname ?? made, location);
  if (contype !== 'CONSTR_CHECK' && contype !== 'CONSTR_FOREIGN')
    setPart(book, 'index', table, conname ?? made, location);
}
