import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import type { Column, Table } from '../../../shared/database-schema';
import { canonicalDefault } from '../expression';
import { indexUses } from './columns';
import { type DdlState, noteAt, type StatementSource, tableOf, typeOf } from './state';
import { addColumn, addConstraint } from './tables';

/** ALTER TABLE, command by command. What changes nothing that is compared (owner, storage …) is passed over. */
export function alterTable(state: DdlState, statement: AlterTableStmt, source: StatementSource): void {
  const table = tableOf(state, statement.relation);
  if (table === undefined) {
    const isOther = statement.objtype !== undefined && statement.objtype !== 'OBJECT_TABLE';
    if (!isOther) noteAt(state, source, `it alters ${statement.relation?.relname}, a table not made before`);
    return;
  }
  for (const node of statement.cmds ?? []) {
    if ('AlterTableCmd' in node) applyCommand(state, table, node.AlterTableCmd, source);
  }
}

function applyCommand(state: DdlState, table: Table, command: AlterTableCmd, source: StatementSource): void {
  const definition = command.def;
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_AddColumn':
      if (definition !== undefined && 'ColumnDef' in definition) {
        const exists = table.columns.some((column) => column.name === definition.ColumnDef.colname);
        if (!(exists && command.missing_ok === true)) addColumn(state, table, definition.ColumnDef, source);
      }
      return;
    case 'AT_AddConstraint':
      if (definition !== undefined && 'Constraint' in definition)
        addConstraint(state, table, definition.Constraint, source);
      return;
    case 'AT_DropColumn':
      dropColumn(state, table, name);
      return;
    case 'AT_DropConstraint':
      dropConstraint(table, name);
      return;
    case 'AT_ValidateConstraint':
      for (const key of table.foreignKeys) if (key.name === name) key.validated = true;
      return;
    default:
      for (const column of table.columns) if (column.name === name) alterColumn(state, column, command);
  }
}

function alterColumn(state: DdlState, column: Column, command: AlterTableCmd): void {
  const definition = command.def;
  switch (command.subtype) {
    case 'AT_SetNotNull':
      column.nullable = false;
      return;
    case 'AT_DropNotNull':
      column.nullable = true;
      return;
    case 'AT_ColumnDefault':
      column.default = canonicalDefault(definition, column.type, state.defaultSchema);
      return;
    case 'AT_AlterColumnType':
      if (
        definition !== undefined &&
        'ColumnDef' in definition &&
        definition.ColumnDef.typeName !== undefined
      )
        column.type = typeOf(state, definition.ColumnDef.typeName);
      return;
    case 'AT_DropIdentity':
      column.identity = null;
      return;
    case 'AT_AddIdentity':
      if (definition !== undefined && 'Constraint' in definition)
        column.identity = definition.Constraint.generated_when === 'a' ? 'always' : 'by default';
      return;
    case 'AT_DropExpression':
      column.generated = null;
      column.default = null;
      return;
    default:
  }
}

/** As PostgreSQL does it: an index goes with any column that it uses, in key, expression, predicate or INCLUDE. */
function dropColumn(state: DdlState, table: Table, name: string): void {
  table.columns = table.columns.filter((column) => column.name !== name);
  table.indexes = table.indexes.filter((index) => !indexUses(state, index, name));
  table.foreignKeys = table.foreignKeys.filter((key) => !key.columns.includes(name));
  if (table.primaryKey?.columns.includes(name) === true) table.primaryKey = null;
}

function dropConstraint(table: Table, name: string): void {
  table.foreignKeys = table.foreignKeys.filter((key) => key.name !== name);
  table.indexes = table.indexes.filter((index) => index.constraint === null || index.name !== name);
  if (table.primaryKey?.name === name) table.primaryKey = null;
}
