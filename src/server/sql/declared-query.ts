import { statements } from './declared-index';

const KINDS = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt'] as const;

/**
 * What is wrong with a declared query: it has to be one SELECT, INSERT, UPDATE or DELETE. `loadSqlParser()` must have
 * been awaited.
 * @param parameters how many values stand beside it; null where none do
 */
export function queryFaults(sql: string, parameters: number | null): string[] {
  const parsed = statements(sql);
  if (!parsed.ok) return [parsed.fault];
  const [node, ...more] = parsed.nodes;
  if (node === undefined) return ['holds no statement'];
  if (more.length > 0) return [`holds ${parsed.nodes.length} statements: declare each by itself`];
  const isQuery = KINDS.some((kind) => kind in node);
  const makesTable = 'SelectStmt' in node && node.SelectStmt.intoClause !== undefined;
  if (!isQuery || makesTable) return ['is no SELECT, INSERT, UPDATE or DELETE'];
  const highest = highestParameter(node);
  if (parameters === null || parameters === highest) return [];
  const takes = highest === 0 ? 'no value' : `values up to $${highest}`;
  return [`takes ${takes}, and \`parameters\` has ${parameters}`];
}

/** The highest `$n` of a parse tree, 0 without one. */
function highestParameter(tree: unknown): number {
  if (typeof tree !== 'object' || tree === null) return 0;
  let highest = 0;
  for (const [key, value] of Object.entries(tree)) {
    const own = key === 'ParamRef' ? numberOf(value) : 0;
    highest = Math.max(highest, own, highestParameter(value));
  }
  return highest;
}

function numberOf(reference: unknown): number {
  const number: unknown =
    typeof reference === 'object' && reference !== null ? Reflect.get(reference, 'number') : 0;
  return typeof number === 'number' ? number : 0;
}
