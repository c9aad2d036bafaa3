import type {
  AlterTableCmd,
  AlterTableStmt,
  ATAlterConstraint,
  ColumnDef,
  Node,
  RangeVar,
} from 'libpg-query';
import type { Column, Table } from '../../../shared/database-schema';
import { canonicalDefault } from '../expression';
import { collationOf } from './collation';
import { indexUses, spelledOf } from './columns';
import { addConstraint } from './constraints';
import { setRowSecurity } from './policies';
import { addOwnSequence, alterIdentitySequence, dropOwnSequences } from './sequences';
import { mentions } from './spelled';
import {
  type DdlState,
  isLookedOver,
  keyOf,
  noteAt,
  relationName,
  type StatementSource,
  tableOf,
  typeOf,
} from './state';
import { addColumn } from './tables';
import { setTriggerState } from './triggers';

/** ALTER TABLE, command by command. What changes nothing that is compared (owner, storage …) is passed over. */
export function alterTable(state: DdlState, statement: AlterTableStmt, source: StatementSource): void {
  const table = tableOf(state, statement.relation);
  if (table === undefined) {
    const isOther = statement.objtype !== undefined && statement.objtype !== 'OBJECT_TABLE';
    if (!isOther && !isLookedOver(state, statement.relation))
      noteAt(state, source, `it alters ${statement.relation?.relname}, a table not made before`);
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
      for (const one of [...table.foreignKeys, ...table.checks]) if (one.name === name) one.validated = true;
      return;
    case 'AT_AlterConstraint':
      if (definition !== undefined && 'ATAlterConstraint' in definition)
        alterConstraint(table, definition.ATAlterConstraint);
      return;
    case 'AT_AttachPartition':
      if (definition !== undefined && 'PartitionCmd' in definition)
        attachPartition(state, definition.PartitionCmd.name);
      return;
    case 'AT_DetachPartition':
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      noteAt(state, source, `what ${table.name} has from or gives to another table is not followed`);
      return;
    default:
      if (setTriggerState(table, command) || setRowSecurity(table, command)) return;
      for (const column of table.columns)
        if (column.name === name) alterColumn(state, table, column, command, source);
  }
}

function alterColumn(
  state: DdlState,
  table: Table,
  column: Column,
  command: AlterTableCmd,
  source: StatementSource,
): void {
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
        changeType(state, column, definition.ColumnDef);
      return;
    case 'AT_DropIdentity':
      column.identity = null;
      dropOwnSequences(state, table, column.name, true);
      return;
    case 'AT_AddIdentity':
      if (definition !== undefined && 'Constraint' in definition) {
        column.identity = definition.Constraint.generated_when === 'a' ? 'always' : 'by default';
        const options = definition.Constraint.options ?? [];
        addOwnSequence(state, table, column, source, { options });
      }
      return;
    case 'AT_SetIdentity':
      if (definition !== undefined && 'List' in definition)
        setIdentity(state, table, column, definition.List.items ?? []);
      return;
    case 'AT_SetExpression':
      column.default = canonicalDefault(definition, column.type, state.defaultSchema);
      return;
    case 'AT_DropExpression':
      column.generated = null;
      column.default = null;
      return;
    default:
  }
}

/** Without COLLATE a new type has its own collation. */
function changeType(state: DdlState, column: Column, definition: ColumnDef): void {
  if (definition.typeName === undefined) return;
  column.type = typeOf(state, definition.typeName);
  column.collation = collationOf(definition.collClause);
}

/** SET GENERATED ALWAYS and BY DEFAULT, and the options of the sequence. */
function setIdentity(state: DdlState, table: Table, column: Column, options: readonly Node[]): void {
  for (const node of options) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'generated') continue;
    const value = node.DefElem.arg;
    // The letter of attidentity, as a number.
    if (value !== undefined && 'Integer' in value)
      column.identity = String.fromCharCode(value.Integer.ival ?? 0) === 'a' ? 'always' : 'by default';
  }
  alterIdentitySequence(state, table, column.name, options);
}

/** ALTER CONSTRAINT of a foreign key: when it is looked at, and whether at all. */
function alterConstraint(table: Table, change: ATAlterConstraint): void {
  for (const key of [...table.foreignKeys, ...table.checks]) {
    if (key.name !== change.conname) continue;
    if (change.alterEnforceability === true) {
      key.enforced = change.is_enforced === true;
      // PostgreSQL looks at all rows when it is enforced again.
      key.validated = key.enforced;
    }
    if (change.alterDeferrability === true && 'deferrable' in key) {
      key.deferrable = change.deferrable === true;
      key.initiallyDeferred = change.initdeferred === true;
    }
  }
}

/** A partition is part of its table and does not stand alone. */
function attachPartition(state: DdlState, relation: RangeVar | undefined): void {
  const { schema, name } = relationName(state, relation);
  state.tables.delete(keyOf(schema, name));
  state.lookedOver.add(keyOf(schema, name));
}

/** As PostgreSQL does it: an index goes with any column that it uses, in key, expression, predicate or INCLUDE. */
function dropColumn(state: DdlState, table: Table, name: string): void {
  table.columns = table.columns.filter((column) => column.name !== name);
  table.indexes = table.indexes.filter((index) => !indexUses(state, index, name));
  table.foreignKeys = table.foreignKeys.filter((key) => !key.columns.includes(name));
  const gone = new Set(spelledOf(table).filter((object) => mentions(state, object, name)));
  table.checks = table.checks.filter((one) => !gone.has(one));
  table.exclusions = table.exclusions.filter((one) => !gone.has(one));
  table.triggers = table.triggers.filter((one) => !gone.has(one));
  const { policies, ...row } = table.rowSecurity;
  table.rowSecurity = { ...row, policies: policies.filter((one) => !gone.has(one)) };
  dropOwnSequences(state, table, name);
  if (table.primaryKey?.columns.includes(name) === true) table.primaryKey = null;
}

function dropConstraint(table: Table, name: string): void {
  table.foreignKeys = table.foreignKeys.filter((key) => key.name !== name);
  table.checks = table.checks.filter((check) => check.name !== name);
  table.exclusions = table.exclusions.filter((exclusion) => exclusion.name !== name);
  table.indexes = table.indexes.filter((index) => index.constraint === null || index.name !== name);
  if (table.primaryKey?.name === name) table.primaryKey = null;
}
