/**
 * What a failing answer, or the message of a failing query, says about its reason. `client`: the loaded client does
 * not know something. `table`, `column`, `enum`, `type`: the database differs from what the client expects.
 * `connection`: the application does not reach its database, which is no fault of any schema.
 */
export type FailureEvidence = {
  kind: 'client' | 'table' | 'column' | 'enum' | 'type' | 'connection';
  /** Prisma's code, the SQLSTATE, or `missing-delegate`, `unknown-field`, `enum-value`, `no-client`. */
  code: string;
  /** The table, column, enum or field that the text names, without its schema; null where it names none. */
  object: string | null;
  /** The enum's value that is not known. */
  value: string | null;
};

type Row = {
  kind: FailureEvidence['kind'];
  code: string;
  /** The groups `object` and `value` are taken where they are there. */
  pattern: RegExp;
};

const DELEGATE_METHODS =
  'findMany|findFirst|findFirstOrThrow|findUnique|findUniqueOrThrow|count|aggregate|groupBy|create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany';

/**
 * The texts by which Prisma, PostgreSQL and V8 name a reason, most telling first. Codes of PostgreSQL are only taken
 * beside the word code or SQLSTATE, since five digits alone may be anything.
 */
const TABLE: readonly Row[] = [
  { kind: 'client', code: 'client-model-missing', pattern: /\bclient-model-missing\b/ },
  {
    kind: 'client',
    code: 'missing-delegate',
    pattern: new RegExp(`Cannot read propert(?:y|ies) of undefined \\(reading '(?:${DELEGATE_METHODS})'\\)`),
  },
  { kind: 'client', code: 'missing-delegate', pattern: /\bmissing-delegate\b/ },
  {
    kind: 'client',
    code: 'unknown-field',
    pattern: /Unknown (?:field|argument|arg) [`'"](?<object>[\w.]+)[`'"]/,
  },
  {
    kind: 'client',
    code: 'no-client',
    pattern: /@prisma\/client did not initialize yet|Cannot find module '\.prisma\/client/,
  },
  {
    kind: 'enum',
    code: 'enum-value',
    pattern: /Value '(?<value>[^']+)' not found in enum '(?<object>[^']+)'/,
  },
  {
    kind: 'table',
    code: 'P2021',
    pattern: /The table [`"'](?<object>[^`"']+)[`"'] does not exist in the current database/,
  },
  {
    kind: 'column',
    code: 'P2022',
    pattern: /The column [`"'](?<object>[^`"']+)[`"'] does not exist in the current database/,
  },
  {
    kind: 'column',
    code: '42703',
    pattern: /column "?(?<object>[\w.]+)"?(?: of relation "[^"]+")? does not exist/,
  },
  { kind: 'table', code: '42P01', pattern: /relation "(?<object>[^"]+)" does not exist/ },
  { kind: 'enum', code: '42704', pattern: /type "(?<object>[^"]+)" does not exist/ },
  {
    kind: 'enum',
    code: '22P02',
    pattern: /invalid input value for enum "?(?<object>[\w.]+)"?: "(?<value>[^"]*)"/,
  },
  { kind: 'table', code: 'P2021', pattern: /\bP2021\b/ },
  { kind: 'column', code: 'P2022', pattern: /\bP2022\b/ },
  {
    kind: 'type',
    code: 'P2032',
    pattern: /\bP2032\b|Error converting field "(?<object>\w+)" of expected non-null/,
  },
  { kind: 'table', code: '42P01', pattern: /(?:code|sqlstate)\W{1,6}42P01\b/i },
  { kind: 'column', code: '42703', pattern: /(?:code|sqlstate)\W{1,6}42703\b/i },
  { kind: 'enum', code: '42704', pattern: /(?:code|sqlstate)\W{1,6}42704\b/i },
  { kind: 'connection', code: 'database-unreachable', pattern: /\bdatabase-unreachable\b/ },
  { kind: 'connection', code: 'P1000', pattern: /\bP1000\b/ },
  { kind: 'connection', code: 'P1001', pattern: /\bP1001\b|Can't reach database server/ },
  { kind: 'connection', code: 'P1002', pattern: /\bP1002\b/ },
  { kind: 'connection', code: 'P1003', pattern: /\bP1003\b/ },
  { kind: 'connection', code: 'P1008', pattern: /\bP1008\b/ },
  { kind: 'connection', code: 'P1010', pattern: /\bP1010\b/ },
  { kind: 'connection', code: 'P1011', pattern: /\bP1011\b/ },
  { kind: 'connection', code: 'P1017', pattern: /\bP1017\b|Server has closed the connection/ },
  { kind: 'connection', code: 'P2024', pattern: /\bP2024\b/ },
  { kind: 'connection', code: 'P2037', pattern: /\bP2037\b/ },
];

/**
 * Reads the reason out of the text of an answer that was not as declared. Never judges by a status.
 * @returns null where the text names no reason of this kind
 */
export function evidenceIn(text: string): FailureEvidence | null {
  // Inside JSON the quotes of a message are escaped.
  const plain = text.replaceAll('\\"', '"');
  for (const { kind, code, pattern } of TABLE) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    const named = match.groups?.object;
    return {
      kind,
      code,
      object: named === undefined || named.startsWith('(') ? null : (named.split('.').at(-1) ?? null),
      value: match.groups?.value ?? null,
    };
  }
  return null;
}

/** Whether the reason is a difference between schema, client and database: `endpoint.schema-error`. */
export function isSchemaFailure(evidence: FailureEvidence | null): evidence is FailureEvidence {
  return evidence !== null && evidence.kind !== 'connection';
}
