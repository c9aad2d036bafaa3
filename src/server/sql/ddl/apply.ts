import type { Node } from 'libpg-query';
import { parseSql } from '../parser';
import { alterTable } from './alter-table';
import { dropObjects, renameObject, setSchema } from './drop-and-rename';
import { alterEnum, createEnum, createSchema } from './enums';
import { createIndex } from './indexes';
import type { DdlState, StatementSource } from './state';
import { createTable } from './tables';

/** Statements that make or change nothing that is compared here. */
const WITHOUT_EFFECT = new Set([
  'AlterOwnerStmt',
  'AlterSeqStmt',
  'CommentStmt',
  'CreateExtensionStmt',
  'CreateFunctionStmt',
  'CreateSeqStmt',
  'CreateTrigStmt',
  'DeleteStmt',
  'GrantStmt',
  'InsertStmt',
  'SelectStmt',
  'TransactionStmt',
  'TruncateStmt',
  'UpdateStmt',
  'VacuumStmt',
  'ViewStmt',
  'VariableSetStmt',
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
  else if ('DropStmt' in node) dropObjects(state, node.DropStmt);
  else if ('RenameStmt' in node) renameObject(state, node.RenameStmt);
  else if ('AlterObjectSchemaStmt' in node) setSchema(state, node.AlterObjectSchemaStmt);
  else if ('CreateSchemaStmt' in node) createSchema(state, node.CreateSchemaStmt.schemaname);
  else {
    const kind = Object.keys(node)[0] ?? 'a statement';
    if (WITHOUT_EFFECT.has(kind)) return;
    const place = source.file === null ? `Line ${source.line} of the DDL` : `${source.file}:${source.line}`;
    state.notes.push(`${place}: ${kind} is not understood, so what it makes or changes is not compared.`);
  }
}
