import { fingerprintSql, type ParsedStatement, parseSql, SqlSyntaxError } from '../../sql/parser';
import { visitNodes } from './visit-nodes';

/** One query as it can be planned. */
export type QueryText = {
  /** Of its normalised text: the same whatever its values, its space and its case are. */
  id: string;
  /** The one statement without what stands around it; its parameters are `$1` … `$n` without a gap. */
  text: string;
  parameters: number;
  verb: string;
  /** Tables that it names, without those that it makes itself (WITH). */
  tables: { schema: string | null; name: string }[];
};

/** A limit that is a parameter is planned as a page of so many rows: of an unknown one PostgreSQL assumes a tenth of all. */
export const ASSUMED_PAGE_ROWS = 100;

/** Longer texts are made by programs for once, and take long to parse. */
const LONGEST_CHARACTERS = 100_000;

const VERBS = new Map([
  ['SelectStmt', 'SELECT'],
  ['InsertStmt', 'INSERT'],
  ['UpdateStmt', 'UPDATE'],
  ['DeleteStmt', 'DELETE'],
]);

/**
 * Reads a text that may come from anywhere: it has to be exactly one SELECT, INSERT, UPDATE or DELETE by PostgreSQL's
 * own parser. `loadSqlParser()` must have been awaited.
 * @returns the query, or why it is none, as the end of a sentence
 */
export function readQuery(sql: string): QueryText | { refused: string } {
  if (sql.length > LONGEST_CHARACTERS)
    return { refused: `its text is longer than ${LONGEST_CHARACTERS.toLocaleString('en')} characters` };
  let statements: ParsedStatement[];
  try {
    statements = parseSql(sql);
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    return { refused: `PostgreSQL's parser does not take it (${error.message})` };
  }
  const [statement, ...more] = statements;
  if (statement === undefined) return { refused: 'there is no statement in it' };
  if (more.length > 0) return { refused: `it holds ${statements.length} statements, and a query is one` };
  const kind = Object.keys(statement.node)[0] ?? '';
  const verb = VERBS.get(kind);
  if (verb === undefined) return { refused: 'it is no SELECT, INSERT, UPDATE or DELETE' };
  const found = lookThrough(statement.node);
  if (found.makesTable) return { refused: 'SELECT … INTO makes a table' };
  const bytes = Buffer.from(sql, 'utf8');
  const end = statement.lengthBytes === null ? bytes.length : statement.offsetBytes + statement.lengthBytes;
  const { text, parameters } = renumbered(bytes, { start: statement.offsetBytes, end }, found);
  return { id: fingerprintSql(sql), text, parameters, verb, tables: found.tables };
}

type Found = {
  parameters: { number: number; at: number }[];
  /** Places of parameters that are a LIMIT or an OFFSET. */
  limits: Set<number>;
  offsets: Set<number>;
  tables: QueryText['tables'];
  makesTable: boolean;
};

function lookThrough(statement: unknown): Found {
  const found: Found = {
    parameters: [],
    limits: new Set(),
    offsets: new Set(),
    tables: [],
    makesTable: false,
  };
  const own = new Set<string>();
  const names: QueryText['tables'] = [];
  visitNodes(statement, (kind, node) => {
    if (kind === 'ParamRef')
      found.parameters.push({ number: numberIn(node, 'number'), at: numberIn(node, 'location') });
    if (kind === 'CommonTableExpr') own.add(textIn(node, 'ctename'));
    if (kind === 'RangeVar' || kind === 'relation')
      names.push({ schema: textIn(node, 'schemaname') || null, name: textIn(node, 'relname') });
    if ('intoClause' in node) found.makesTable = true;
    if ('limitCount' in node) for (const at of placesOfParameter(node.limitCount)) found.limits.add(at);
    if ('limitOffset' in node) for (const at of placesOfParameter(node.limitOffset)) found.offsets.add(at);
  });
  found.tables = names.filter(({ schema, name }) => name !== '' && !(schema === null && own.has(name)));
  return found;
}

/** Where a value is a parameter and nothing else, but for a cast. */
function placesOfParameter(value: unknown): number[] {
  const places: number[] = [];
  let other = false;
  visitNodes(value, (kind, node) => {
    if (kind === 'ParamRef') places.push(numberIn(node, 'location'));
    else if (kind === 'FuncCall' || kind === 'A_Expr' || kind === 'SubLink') other = true;
  });
  return other ? [] : places;
}

/** The statement with its parameters numbered without a gap, and with a page's size where a limit is one. */
function renumbered(
  bytes: Buffer,
  { start, end }: { start: number; end: number },
  { parameters, limits, offsets }: Found,
): { text: string; parameters: number } {
  const numbers = new Map<number, number>();
  const parts: string[] = [];
  let from = start;
  for (const { number, at } of [...parameters].sort((a, b) => a.at - b.at)) {
    const written = `$${number}`;
    // What the parser knows under another spelling stays as it is: the server then says what it thinks of it.
    if (bytes.toString('utf8', at, at + written.length) !== written) continue;
    parts.push(bytes.toString('utf8', from, at));
    if (limits.has(at)) parts.push(String(ASSUMED_PAGE_ROWS));
    else if (offsets.has(at)) parts.push('0');
    else {
      const renamed = numbers.get(number) ?? numbers.size + 1;
      numbers.set(number, renamed);
      parts.push(`$${renamed}`);
    }
    from = at + written.length;
  }
  parts.push(bytes.toString('utf8', from, end));
  return { text: parts.join('').trim(), parameters: numbers.size };
}

function numberIn(node: Record<string, unknown>, member: string): number {
  const value = node[member];
  return typeof value === 'number' ? value : 0;
}

function textIn(node: Record<string, unknown>, member: string): string {
  const value = node[member];
  return typeof value === 'string' ? value : '';
}
