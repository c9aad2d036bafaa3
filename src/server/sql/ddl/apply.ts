import type { Node } from 'libpg-query';
import { parseSql } from '../parser';
import { alterTable } from './alter-table';
import { dropObjects } from './drop';
import { alterEnum, createEnum, createSchema } from './enums';
import { alterExtension, createExtension } from './extensions';
import { createIndex } from './indexes';
import { alterPolicy, createPolicy } from './policies';
import { renameObject, setSchema } from './rename';
import { alterSequence, createSequence } from './sequences';
import { type DdlState, noteAt, type StatementSource } from './state';
import { createTable } from './tables';
import { createTrigger } from './triggers';
import { noteRollback, noteSearchPath, noteSelect } from './unfollowed';
import { createView } from './views';

/** Statements that make or change nothing that is compared here. */
const WITHOUT_EFFECT = new Set([
  'AlterDefaultPrivilegesStmt',
  'AlterFunctionStmt',
  'AlterOwnerStmt',
  'AlterRoleStmt',
  'CommentStmt',
  'ConstraintsSetStmt',
  'CopyStmt',
  'CreateFunctionStmt',
  'CreatePublicationStmt',
  'CreateRoleStmt',
  'CreateStatsStmt',
  'DeleteStmt',
  'GrantRoleStmt',
  'GrantStmt',
  'InsertStmt',
  'LockStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'TruncateStmt',
  'UpdateStmt',
  'VacuumStmt',
]);

/**
 * Reads a text of SQL statement by statement into the state, as a server would run it.
 * What is not understood is noted there. @throws SqlSyntaxError when PostgreSQL's parser refuses the text
 */
export function applySql(state: DdlState, sql: string, file: string | null = null): void {
  const bytes = Buffer.from(sql, 'utf8');
  let line = 1;
  let counted = 0;
  for (const { node, offsetBytes, lengthBytes } of parseSql(sql)) {
    for (; counted < offsetBytes; counted += 1) if (bytes[counted] === NEWLINE) line += 1;
    const end = lengthBytes === null ? bytes.length : offsetBytes + lengthBytes;
    const text = state.origin === 'schema' ? '' : bytes.subarray(offsetBytes, end).toString('utf8').trim();
    apply(state, node, { file, line, text: text === '' ? '' : `${text.replace(/;$/, '')};` });
  }
}

const NEWLINE = 10;

function apply(state: DdlState, node: Node, source: StatementSource): void {
  if ('CreateStmt' in node) createTable(state, node.CreateStmt, source);
  else if ('AlterTableStmt' in node) alterTable(state, node.AlterTableStmt, source);
  else if ('IndexStmt' in node) createIndex(state, node.IndexStmt, source);
  else if ('CreateEnumStmt' in node) createEnum(state, node.CreateEnumStmt);
  else if ('AlterEnumStmt' in node) alterEnum(state, node.AlterEnumStmt);
  else if ('DropStmt' in node) dropObjects(state, node.DropStmt, source);
  else if ('RenameStmt' in node) renameObject(state, node.RenameStmt, source);
  else if ('AlterObjectSchemaStmt' in node) setSchema(state, node.AlterObjectSchemaStmt);
  else if ('CreateSchemaStmt' in node) createSchema(state, node.CreateSchemaStmt.schemaname);
  else if ('CreateSeqStmt' in node) createSequence(state, node.CreateSeqStmt, source);
  else if ('AlterSeqStmt' in node) alterSequence(state, node.AlterSeqStmt);
  else if ('CreateExtensionStmt' in node) createExtension(state, node.CreateExtensionStmt, source);
  else if ('AlterExtensionStmt' in node) alterExtension(state, node.AlterExtensionStmt);
  else if ('CreateTrigStmt' in node) createTrigger(state, node.CreateTrigStmt, source);
  else if ('CreatePolicyStmt' in node) createPolicy(state, node.CreatePolicyStmt, source);
  else if ('AlterPolicyStmt' in node) alterPolicy(state, node.AlterPolicyStmt, source);
  else if ('ViewStmt' in node) createView(state, node.ViewStmt.view, 'view', source, {});
  else if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW')
    createView(state, node.CreateTableAsStmt.into?.rel, 'materialized view', source, {
      ifNotExists: node.CreateTableAsStmt.if_not_exists,
    });
  else if ('TransactionStmt' in node) noteRollback(state, node.TransactionStmt, source);
  else if ('VariableSetStmt' in node) noteSearchPath(state, node.VariableSetStmt, source);
  else if ('SelectStmt' in node) noteSelect(state, node.SelectStmt, source);
  else {
    const kind = Object.keys(node)[0] ?? 'a statement';
    if (WITHOUT_EFFECT.has(kind)) return;
    noteAt(
      state,
      source,
      `${describe(node, kind)} is not understood, so what it makes or changes is not compared`,
    );
  }
}

function describe(node: Node, kind: string): string {
  if ('DoStmt' in node) return 'a DO block (DoStmt)';
  if ('CreateTableAsStmt' in node) return 'CREATE TABLE AS (CreateTableAsStmt)';
  return kind;
}
