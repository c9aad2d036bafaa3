/**
 * What a text says is the reason of a failure. Of the first six kinds the fault lies between schema, client and database;
 * of the others it does not, and the kind says where to look.
 */
export type FailureKind =
  /** The loaded client does not know something, or is not there in full. */
  | 'client'
  /** The database differs from what the client expects. */
  | 'table'
  | 'column'
  | 'enum'
  | 'type'
  | 'function'
  /** The application does not get a connection to its database. */
  | 'connection'
  /** A statement was cut off by a limit of time. */
  | 'query'
  /** A transaction could not be had, or lost against another. */
  | 'transaction'
  /** The application's role may not. */
  | 'privilege'
  /** The rows are not as the request needs them: a constraint, or a record that is not there. */
  | 'data'
  /** Prisma failed for a reason of the application: its setting, its call, a statement of its own. */
  | 'application';

export type FailureText = {
  kind: FailureKind;
  code: string;
  /** The groups `object` (or `bare`, where two forms need two names) and `value` are taken where they are there. */
  pattern: RegExp;
};

const DELEGATE_METHODS =
  'findMany|findFirst|findFirstOrThrow|findUnique|findUniqueOrThrow|count|aggregate|groupBy|create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany';

/** A code of PostgreSQL, only beside the word code or SQLSTATE, or where a finding puts it: five digits alone may be anything. */
const sqlstate = (kind: FailureKind, code: string): FailureText => ({
  kind,
  code,
  pattern: new RegExp(`(?:(?:code|sqlstate)\\W{1,8}|^\\d{3}[\\w ]{0,40}, )${code}\\b`, 'i'),
});
const prisma = (kind: FailureKind, code: string): FailureText => ({
  kind,
  code,
  pattern: new RegExp(`\\b${code}\\b`),
});
const text = (kind: FailureKind, code: string, pattern: RegExp): FailureText => ({ kind, code, pattern });

/**
 * The texts by which Prisma 5 to 7, PostgreSQL and V8 name a reason, most telling first: what names an object before what
 * is only a code, a code of PostgreSQL before the code of Prisma that wraps it.
 */
export const FAILURE_TEXTS: readonly FailureText[] = [
  prisma('client', 'client-model-missing'),
  text(
    'client',
    'missing-delegate',
    new RegExp(`Cannot read propert(?:y|ies) of undefined \\(reading '(?:${DELEGATE_METHODS})'\\)`),
  ),
  prisma('client', 'missing-delegate'),
  text('client', 'unknown-field', /Unknown (?:field|argument|arg) [`'"](?<object>[\w.]{1,128})[`'"]/),
  // Prisma words only the values of an enum so; of other types it says why before `Expected`.
  text(
    'client',
    'unknown-enum-value',
    /Invalid value for argument [`'"]?\w{1,128}[`'"]?\. Expected (?<object>[A-Z]\w{0,127})\./,
  ),
  text('client', 'no-client', /@prisma\/client did not initialize yet|Cannot find module '\.prisma\/client/),
  text(
    'client',
    'no-engine',
    /could not locate the Query Engine for runtime|Unable to require\([`'"]?[^`'")]{0,300}query_engine|Query engine library for current platform "[^"]{1,100}" could not be found/,
  ),
  text('enum', 'enum-value', /Value '(?<value>[^']{1,128})' not found in enum '(?<object>[^']{1,128})'/),
  text(
    'table',
    'P2021',
    /The (?:table|view) [`"'](?<object>[^`"']{1,200})[`"'] does not exist in the current database/,
  ),
  text(
    'column',
    'P2022',
    /The column [`"'](?<object>[^`"']{1,200})[`"'] does not exist in the current database/,
  ),
  text(
    'column',
    '42703',
    /column (?:"(?<object>[^"]{1,128})"|(?<bare>[\w.$]{1,200}))(?: of relation "[^"]{1,128}")? does not exist/,
  ),
  text('table', '42P01', /relation "(?<object>[^"]{1,200})" does not exist/),
  text('enum', '42704', /type "(?<object>[^"]{1,200})" does not exist/),
  text(
    'enum',
    '22P02',
    /invalid input value for enum (?:"(?<object>[^"]{1,128})"|(?<bare>[\w.]{1,200})): "(?<value>[^"]{0,200})"/,
  ),
  text('function', '42883', /(?:function|procedure) (?<object>[\w.]{1,200})\([^)]{0,400}\) does not exist/),
  text('function', '42883', /operator does not exist: (?<object>[^\n"`]{1,120})/),
  text('type', '42804', /column "(?<object>[^"]{1,128})" is of type \S{1,128} but expression is of type/),
  text('type', 'P2032', /Error converting field "(?<object>\w{1,128})" of expected non-null/),
  prisma('table', 'P2021'),
  prisma('column', 'P2022'),
  prisma('type', 'P2032'),
  sqlstate('table', '42P01'),
  sqlstate('column', '42703'),
  sqlstate('enum', '42704'),
  sqlstate('function', '42883'),
  sqlstate('type', '42804'),

  text(
    'privilege',
    '42501',
    /permission denied for (?:table|relation|view|schema|sequence|function|database|type) (?<object>[\w.]{1,200})/,
  ),
  sqlstate('privilege', '42501'),
  prisma('connection', 'database-unreachable'),
  text('connection', 'P1000', /\bP1000\b|Authentication failed against (?:the )?database server/),
  text('connection', 'P1001', /\bP1001\b|Can't reach database server/),
  text('connection', 'P1002', /\bP1002\b|The database server at .{1,200} was reached but timed out/),
  text(
    'connection',
    'P1003',
    /\bP1003\b|Database [`"][^`"]{1,128}[`"] does not exist(?: on the database server)?/,
  ),
  text(
    'connection',
    'P1008',
    /\bP1008\b|Operations timed out after|invocation[\s\S]{0,400}Operation has timed out/,
  ),
  text('connection', 'P1010', /\bP1010\b|was denied access on the database/),
  text('connection', 'P1011', /\bP1011\b|Error opening a TLS connection/),
  text('connection', 'P1017', /\bP1017\b|Server has closed the connection/),
  text('connection', 'P2024', /\bP2024\b|Timed out fetching a new connection from the connection pool/),
  // PostgreSQL's own words say more than the P2037 that wraps them.
  text(
    'connection',
    '53300',
    /sorry, too many clients already|remaining connection slots are reserved|too many connections for (?:role|database)/,
  ),
  sqlstate('connection', '53300'),
  text('connection', 'P2037', /\bP2037\b|Too many database connections opened/),
  text('connection', '57P01', /terminating connection due to administrator command/),
  text(
    'connection',
    '57P03',
    /the database system is (?:starting up|shutting down|in recovery mode|not yet accepting)/,
  ),
  ...['57P01', '57P02', '57P03', '08000', '08001', '08003', '08006'].map((code) =>
    sqlstate('connection', code),
  ),
  text('connection', 'ECONNREFUSED', /connect ECONNREFUSED \S{1,100}:5432\b/),

  text('query', '57014', /canceling statement due to (?:statement timeout|user request)/),
  text('query', '55P03', /canceling statement due to lock timeout|could not obtain lock on/),
  sqlstate('query', '57014'),
  sqlstate('query', '55P03'),
  text('transaction', '40P01', /deadlock detected/),
  sqlstate('transaction', '40P01'),
  text('transaction', '40001', /could not serialize access due to/),
  sqlstate('transaction', '40001'),
  text('transaction', 'P2034', /\bP2034\b|Transaction failed due to a write conflict or a deadlock/),
  text(
    'transaction',
    'P2028',
    /\bP2028\b|Transaction API error|Transaction already closed|Unable to start a transaction in the given time/,
  ),

  text('data', 'P2002', /\bP2002\b|Unique constraint failed on the/),
  text('data', 'P2003', /\bP2003\b|Foreign key constraint (?:failed on|violated)/),
  text(
    'data',
    'P2025',
    /\bP2025\b|depends on one or more records that were required but not found|^No \w{1,128} found$/m,
  ),
  text('data', 'P2011', /\bP2011\b|Null constraint violation on the/),
  text('data', '23505', /duplicate key value violates unique constraint/),
  text('data', '23503', /violates foreign key constraint/),
  text(
    'data',
    '23502',
    /null value in column "(?<object>[^"]{1,128})"[^\n]{0,200} violates not-null constraint/,
  ),
  text('data', '23514', /violates check constraint/),
  text('data', 'P2023', /Inconsistent column data: (?:Error creating UUID|Malformed ObjectID|List field)/),
  ...['22P02', '23502', '23503', '23505', '23514'].map((code) => sqlstate('data', code)),
  // What else is not consistent: the database holds what the client cannot read as the type of its field.
  text('type', 'P2023', /\bP2023\b|Inconsistent column data:/),

  text('application', 'P1012', /Environment variable not found: (?<object>\w{1,128})/),
  prisma('application', 'P1012'),
  prisma('client', 'client-validation'),
  text('application', 'P2010', /\bP2010\b|Raw query failed\./),
  text('application', 'P2039', /\bP2039\b|Database error\. Code:/),
  text(
    'application',
    'PrismaClientValidationError',
    /\bPrismaClientValidationError\b|Argument `\w{1,128}` is missing\./,
  ),
  text('application', 'PrismaClientInitializationError', /\bPrismaClientInitializationError\b/),
  text('application', 'PrismaClientRustPanicError', /\bPrismaClientRustPanicError\b/),
  text('application', 'PrismaClientUnknownRequestError', /\bPrismaClientUnknownRequestError\b/),
];

/** Any other code of Prisma, beside the word that makes it one. */
export const OTHER_PRISMA_CODE = /(?:\bcode\W{1,8}|Prisma\w{0,40}Error\W{1,8})(?<code>P[1-6]\d{3})\b/i;
