import type { Index } from '../../shared/database-schema';
import { applySql } from './ddl/apply';
import { emptyState, emptyTable, keyOf, relationName } from './ddl/state';
import { parseSql, SqlSyntaxError } from './parser';

/** Reads one `CREATE INDEX` without knowing its table. `loadSqlParser()` must have been awaited. */
export function declaredIndex(
  sql: string,
  defaultSchema: string,
): { ok: true; index: Index } | { ok: false; fault: string } {
  const parsed = statements(sql);
  if (!parsed.ok) return parsed;
  const [node, ...more] = parsed.nodes;
  if (node === undefined) return { ok: false, fault: 'holds no statement' };
  if (more.length > 0) {
    return { ok: false, fault: `holds ${parsed.nodes.length} statements: declare one index in each entry` };
  }
  if (!('IndexStmt' in node)) return { ok: false, fault: 'is no CREATE INDEX' };
  if (!node.IndexStmt.idxname) return { ok: false, fault: 'gives the index no name' };
  const state = emptyState(defaultSchema, 'migration');
  const { schema, name } = relationName(state, node.IndexStmt.relation);
  const table = emptyTable(schema, name, 'table');
  state.tables.set(keyOf(schema, name), table);
  applySql(state, sql);
  const [index] = table.indexes;
  return index === undefined
    ? { ok: false, fault: 'makes no index that could be read' }
    : { ok: true, index: { ...index, origin: 'manifest' } };
}

/** The nodes of a text's statements, or what PostgreSQL's parser says against it. */
export function statements(
  sql: string,
): { ok: true; nodes: ReturnType<typeof parseSql>[number]['node'][] } | { ok: false; fault: string } {
  try {
    return { ok: true, nodes: parseSql(sql).map(({ node }) => node) };
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    const near = sql.slice(error.offset, error.offset + 20).trim();
    const place = near === '' ? 'at its end' : `at "${near}"`;
    return { ok: false, fault: `is no SQL that PostgreSQL's parser takes (${error.message}, ${place})` };
  }
}
