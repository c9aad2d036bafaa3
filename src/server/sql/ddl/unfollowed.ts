import type { Node, SelectStmt, TransactionStmt, VariableSetStmt } from 'libpg-query';
import { nameParts } from '../identifier';
import { type DdlState, noteAt, type StatementSource } from './state';

/** What is read before a ROLLBACK stays in the state: it is not undone here. */
export function noteRollback(state: DdlState, statement: TransactionStmt, source: StatementSource): void {
  if (statement.kind === 'TRANS_STMT_ROLLBACK' || statement.kind === 'TRANS_STMT_ROLLBACK_TO')
    noteAt(state, source, 'ROLLBACK is not followed, so what it undoes is compared as if it stood');
}

/** SET search_path, where it leads names without a schema elsewhere than to the default one. */
export function noteSearchPath(state: DdlState, statement: VariableSetStmt, source: StatementSource): void {
  if (statement.name !== 'search_path' || statement.kind !== 'VAR_SET_VALUE') return;
  noteElsewhere(state, stringConstants(statement.args)[0], source);
}

/** A SELECT makes something only by INTO, or by the functions that it calls. */
export function noteSelect(state: DdlState, statement: SelectStmt, source: StatementSource): void {
  if (statement.intoClause !== undefined) {
    noteAt(state, source, 'SELECT INTO is not understood, so the table that it makes is not compared');
  }
  for (const target of statement.targetList ?? []) {
    const value = 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (value === undefined || !('FuncCall' in value)) continue;
    const name = nameParts(value.FuncCall.funcname).at(-1) ?? '';
    const [setting, first] = stringConstants(value.FuncCall.args);
    if (name === 'set_config') {
      if (setting === 'search_path') noteElsewhere(state, first, source);
    } else if (statement.fromClause === undefined && !HARMLESS.has(name)) {
      noteAt(state, source, `the function ${name}() may make or change something, which is not compared`);
    }
  }
}

/** Functions of PostgreSQL that migrations call, and that make no table and no index. */
const HARMLESS = new Set([
  'currval',
  'nextval',
  'now',
  'pg_advisory_lock',
  'pg_advisory_unlock',
  'pg_advisory_xact_lock',
  'pg_notify',
  'pg_sleep',
  'pg_try_advisory_lock',
  'setval',
  'version',
]);

/** An empty path is no harm: as in a dump, every name then has its schema. */
function noteElsewhere(state: DdlState, path: string | undefined, source: StatementSource): void {
  const first = path
    ?.split(',')[0]
    ?.trim()
    .replace(/^"(.*)"$/, '$1');
  if (first === '' || first === state.defaultSchema) return;
  noteAt(state, source, 'SET search_path is not followed, so names without a schema may be misplaced');
}

function stringConstants(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) =>
    'A_Const' in node && node.A_Const.sval !== undefined ? [node.A_Const.sval.sval ?? ''] : [],
  );
}
