import { json, page, text, type Way, type WayGroup } from './way';

type Rule = NonNullable<Way['expect']['rule']>;
type Told = {
  /** Prisma's major versions in which the text is worded so. */
  versions: string;
  name: string;
  rule: Rule;
  code: string;
  object?: string;
  message: string;
  status?: number;
};

const CALL_5 = '\nInvalid `prisma.goal.findMany()` invocation:\n\n\n';
const CALL_7 =
  '\nInvalid `prisma.goal.findMany()` invocation in\n/app/src/goals.ts:12:34\n\n  11 \n→ 12 return prisma.goal.findMany(\n';
const schema = 'endpoint.schema-error' as const;
const server = 'endpoint.server-error' as const;

const KNOWN: readonly Told[] = [
  {
    versions: '5, 6',
    name: 'p1000',
    rule: server,
    code: 'P1000',
    message: `${CALL_5}Authentication failed against database server at \`db\`, the provided database credentials for \`app\` are not valid.`,
  },
  {
    versions: '7',
    name: 'p1000-7',
    rule: server,
    code: 'P1000',
    message: `${CALL_7}Authentication failed against the database server, the provided database credentials for \`app\` are not valid`,
  },
  {
    versions: '5, 6',
    name: 'p1001',
    rule: server,
    code: 'P1001',
    message: `${CALL_5}Can't reach database server at \`db:5432\`\n\nPlease make sure your database server is running at \`db:5432\`.`,
  },
  {
    versions: '7',
    name: 'p1001-7',
    rule: server,
    code: 'P1001',
    message: `${CALL_7}Can't reach database server at db:5432`,
  },
  {
    versions: '5, 6',
    name: 'p1002',
    rule: server,
    code: 'P1002',
    message: `${CALL_5}The database server at \`db\`:\`5432\` was reached but timed out.`,
  },
  {
    versions: '7',
    name: 'p1003-7',
    rule: server,
    code: 'P1003',
    message: `${CALL_7}Database \`app\` does not exist on the database server`,
  },
  {
    versions: '5, 6',
    name: 'p1008',
    rule: server,
    code: 'P1008',
    message: `${CALL_5}Operations timed out after \`5000\``,
  },
  {
    versions: '7',
    name: 'p1008-7',
    rule: server,
    code: 'P1008',
    message: `${CALL_7}Operation has timed out`,
  },
  {
    versions: '7',
    name: 'p1010-7',
    rule: server,
    code: 'P1010',
    message: `${CALL_7}User was denied access on the database \`app\``,
  },
  {
    versions: '7',
    name: 'p1011-7',
    rule: server,
    code: 'P1011',
    message: `${CALL_7}Error opening a TLS connection: self-signed certificate`,
  },
  {
    versions: '5, 6, 7',
    name: 'p1017',
    rule: server,
    code: 'P1017',
    message: `${CALL_5}Server has closed the connection.`,
  },
  {
    versions: '5, 6',
    name: 'p2002',
    rule: server,
    code: 'P2002',
    message: `${CALL_5}Unique constraint failed on the fields: (\`title\`)`,
  },
  {
    versions: '7',
    name: 'p2002-7',
    rule: server,
    code: 'P2002',
    message: `${CALL_7}Unique constraint failed on the constraint: \`goals_title_key\``,
  },
  {
    versions: '5',
    name: 'p2003',
    rule: server,
    code: 'P2003',
    message: `${CALL_5}Foreign key constraint failed on the field: \`goals_userId_fkey (index)\``,
  },
  {
    versions: '6, 7',
    name: 'p2003-7',
    rule: server,
    code: 'P2003',
    message: `${CALL_7}Foreign key constraint violated on the constraint: \`goals_userId_fkey\``,
  },
  {
    versions: '5, 6, 7',
    name: 'p2010-42p01',
    rule: schema,
    code: '42P01',
    object: 'goals',
    message:
      '\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `42P01`. Message: `relation "goals" does not exist`',
  },
  {
    versions: '5, 6, 7',
    name: 'p2010-42703',
    rule: schema,
    code: '42703',
    object: 'risk',
    message:
      '\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `42703`. Message: `column "risk" does not exist`',
  },
  {
    versions: '5, 6, 7',
    name: 'p2010-42601',
    rule: server,
    code: 'P2010',
    message:
      '\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `42601`. Message: `syntax error at or near "FORM"`',
  },
  {
    versions: '5, 6, 7',
    name: 'p2021',
    rule: schema,
    code: 'P2021',
    object: 'goals',
    message: `${CALL_5}The table \`public.goals\` does not exist in the current database.`,
  },
  {
    versions: '5, 6',
    name: 'p2022',
    rule: schema,
    code: 'P2022',
    object: 'dueDate',
    message: `${CALL_5}The column \`goals.dueDate\` does not exist in the current database.`,
  },
  {
    versions: '7',
    name: 'p2022-7',
    rule: schema,
    code: 'P2022',
    message: `${CALL_7}The column \`(not available)\` does not exist in the current database.`,
  },
  {
    versions: '5, 6',
    name: 'p2023-enum',
    rule: schema,
    code: 'enum-value',
    object: 'GoalStatus',
    message: `${CALL_5}Value 'PAUSED' not found in enum 'GoalStatus'`,
  },
  {
    versions: '5, 6, 7',
    name: 'p2023',
    rule: schema,
    code: 'P2023',
    message: `${CALL_7}Inconsistent column data: Conversion failed: expected a DateTime, got "x"`,
  },
  {
    versions: '5, 6, 7',
    name: 'p2023-uuid',
    rule: server,
    code: 'P2023',
    message: `${CALL_5}Inconsistent column data: Error creating UUID, invalid length: expected length 32 for simple format, found 3`,
  },
  {
    versions: '5, 6',
    name: 'p2024',
    rule: server,
    code: 'P2024',
    message: `${CALL_5}Timed out fetching a new connection from the connection pool. More info: http://pris.ly/d/connection-pool (Current connection pool timeout: 10, connection limit: 5)`,
  },
  {
    versions: '5, 6',
    name: 'p2025',
    rule: server,
    code: 'P2025',
    message:
      '\nInvalid `prisma.goal.update()` invocation:\n\n\nAn operation failed because it depends on one or more records that were required but not found. Record to update not found.',
  },
  {
    versions: '7',
    name: 'p2025-7',
    rule: server,
    code: 'P2025',
    message: `${CALL_7}An operation failed because it depends on one or more records that were required but not found. No record was found for an update.`,
  },
  {
    versions: '5, 6, 7',
    name: 'p2028',
    rule: server,
    code: 'P2028',
    message:
      '\nInvalid `prisma.goal.create()` invocation:\n\n\nTransaction API error: Transaction already closed: A query cannot be executed on an expired transaction.',
  },
  {
    versions: '5, 6, 7',
    name: 'p2028-start',
    rule: server,
    code: 'P2028',
    message: 'Transaction API error: Unable to start a transaction in the given time.',
  },
  {
    versions: '5, 6',
    name: 'p2032',
    rule: schema,
    code: 'P2032',
    object: 'title',
    message: `${CALL_5}Error converting field "title" of expected non-nullable type "String", found incompatible value of "null".`,
  },
  {
    versions: '5, 6, 7',
    name: 'p2034',
    rule: server,
    code: 'P2034',
    message: `${CALL_5}Transaction failed due to a write conflict or a deadlock. Please retry your transaction`,
  },
  {
    versions: '5, 6',
    name: 'p2037',
    rule: server,
    code: '53300',
    message: `${CALL_5}Too many database connections opened: FATAL: sorry, too many clients already`,
  },
  {
    versions: '7',
    name: 'p2037-7',
    rule: server,
    code: 'P2037',
    message: `${CALL_7}Too many database connections opened: null`,
  },
  {
    versions: '7',
    name: 'p2039-42883',
    rule: schema,
    code: '42883',
    object: 'similarity',
    message: `${CALL_7}Database error. Code: \`42883\`. Message: \`function similarity(text, unknown) does not exist\``,
  },
  {
    versions: '5, 6, 7',
    name: 'validation-field',
    rule: schema,
    code: 'unknown-field',
    object: 'riskScore',
    message:
      'PrismaClientValidationError: \nInvalid `prisma.goal.findMany()` invocation:\n\n{\n  select: {\n    riskScore: true,\n    ~~~~~~~~~\n?   id?: true\n  }\n}\n\nUnknown field `riskScore` for select statement on model `Goal`. Available options are marked with ?.',
  },
  {
    versions: '5, 6, 7',
    name: 'validation-argument',
    rule: schema,
    code: 'unknown-field',
    object: 'risk',
    message: `PrismaClientValidationError: ${CALL_5}Unknown argument \`risk\`. Available options are marked with ?.`,
  },
  {
    versions: '5, 6, 7',
    name: 'validation-enum',
    rule: schema,
    code: 'unknown-enum-value',
    object: 'GoalStatus',
    message: `PrismaClientValidationError: ${CALL_5}Invalid value for argument \`status\`. Expected GoalStatus.`,
  },
  {
    versions: '5, 6, 7',
    name: 'validation-value',
    rule: server,
    code: 'PrismaClientValidationError',
    message: `PrismaClientValidationError: ${CALL_5}Argument \`take\`: Invalid value provided. Expected Int, provided String.`,
  },
  {
    versions: '5, 6, 7',
    name: 'delegate-missing',
    rule: schema,
    code: 'missing-delegate',
    message: "TypeError: Cannot read properties of undefined (reading 'findMany')",
  },
  {
    versions: '5, 6',
    name: 'client-not-generated',
    rule: schema,
    code: 'no-client',
    message:
      '@prisma/client did not initialize yet. Please run "prisma generate" and try to import it again.',
  },
  {
    versions: '5, 6, 7',
    name: 'client-not-found',
    rule: schema,
    code: 'no-client',
    message: "Error: Cannot find module '.prisma/client/default'",
  },
  {
    versions: '5, 6',
    name: 'engine-not-found',
    rule: schema,
    code: 'no-engine',
    message: `PrismaClientInitializationError: ${CALL_5}Prisma Client could not locate the Query Engine for runtime "debian-openssl-3.0.x".`,
  },
  {
    versions: '5, 6',
    name: 'engine-not-loaded',
    rule: schema,
    code: 'no-engine',
    message:
      'Unable to require(`/app/node_modules/.prisma/client/libquery_engine-debian-openssl-3.0.x.so.node`).\nThe Prisma engines do not seem to be compatible with your system.',
  },
  {
    versions: '5, 6',
    name: 'setting-missing',
    rule: server,
    code: 'P1012',
    object: 'DATABASE_URL',
    message: `PrismaClientInitializationError: ${CALL_5}error: Environment variable not found: DATABASE_URL.`,
  },
  {
    versions: '5, 6, 7',
    name: 'initialization',
    rule: server,
    code: 'PrismaClientInitializationError',
    message: 'PrismaClientInitializationError: the client could not start.',
  },
  {
    versions: '5, 6',
    name: 'engine-panic',
    rule: server,
    code: 'PrismaClientRustPanicError',
    message: 'PrismaClientRustPanicError: PANIC in query-engine',
  },
];

/** One application tells the code beside the message, the next hands the message through, a third writes it as text. */
function ways(told: Told, index: number): Way {
  const { name, versions, rule, code, object, message, status = 500 } = told;
  const respond = [
    json(status, { error: { code: 'internal', message } }),
    json(status, { message, statusCode: status }),
    text(status, message),
  ][index % 3];
  return {
    name: `prisma-${name}`,
    does: `Prisma ${versions}: ${line(message)}`,
    respond: respond ?? text(status, message),
    expect: { rule, code, ...(object === undefined ? {} : { object }) },
  };
}

/** The telling line of the message, for the list. */
function line(message: string): string {
  const lines = message.split('\n').map((one) => one.trim());
  const told = lines.filter(
    (one) => one !== '' && !/^(?:Invalid `|\/app|→|\d|[{}?~]|select|riskScore|Prisma\w+Error:$)/.test(one),
  );
  return told[0] ?? message.trim();
}

const CODES = ['P2021', 'P2022', 'P2032'].map(
  (code): Way => ({
    name: `prisma-${code.toLowerCase()}-alone`,
    does: `Prisma 5, 6, 7: only the code ${code}, and no message`,
    respond: json(500, { error: { code, message: 'Something went wrong.' } }),
    expect: { rule: schema, code },
  }),
);

/** What Prisma says, in an answer of any status. */
export const PRISMA: WayGroup = {
  title: 'Errors of Prisma 5, 6 and 7',
  ways: [
    ...KNOWN.map(ways),
    ...CODES,
    {
      name: 'prisma-other-code',
      does: 'a code of Prisma that is in no list',
      respond: json(500, { code: 'P2030', message: 'Cannot find a fulltext index.' }),
      expect: { rule: server, code: 'P2030' },
    },
    {
      name: 'prisma-404-table',
      does: 'Prisma’s P2021 under 404',
      respond: json(404, {
        error: { code: 'P2021', message: 'The table `public.goals` does not exist in the current database.' },
      }),
      expect: { rule: schema, code: 'P2021', object: 'goals' },
    },
    {
      name: 'prisma-401-connection',
      does: 'a login that fails since the database is away, under 401',
      respond: json(401, { message: "Can't reach database server at `db:5432`" }),
      expect: { rule: server, code: 'P1001' },
    },
    {
      name: 'prisma-409-unique',
      does: 'Prisma’s P2002 under 409: the request’s own doing',
      respond: json(409, {
        error: { code: 'P2002', message: 'Unique constraint failed on the fields: (`title`)' },
      }),
      expect: { rule: 'endpoint.contract', code: 'P2002' },
    },
    {
      name: 'prisma-404-record',
      does: 'Prisma’s P2025 under 404: the record is not there',
      respond: json(404, { error: { code: 'P2025', message: 'No record was found for a query.' } }),
      expect: { rule: 'endpoint.not-found', code: 'P2025', says: ['its handler says'] },
    },
    {
      name: 'prisma-503-connection',
      does: 'the code of a connection under 503',
      respond: json(503, {
        error: { code: 'database-unreachable', message: 'The database does not answer.' },
      }),
      expect: { rule: server, code: 'database-unreachable' },
    },
    {
      name: 'prisma-coloured',
      does: 'a message with the colours of a terminal in it',
      respond: json(500, {
        message: 'Unknown argument `\u001b[31mrisk\u001b[39m`. Did you mean `riskScore`?',
      }),
      expect: { rule: schema, code: 'unknown-field' },
    },
  ],
};

const NEXT_DATA = JSON.stringify({
  props: { pageProps: { statusCode: 500 } },
  page: '/_error',
  err: {
    name: 'PrismaClientKnownRequestError',
    source: 'server',
    message: `${CALL_5}The column \`goals.risk\` does not exist in the current database.`,
  },
});

/** Pages that Next shows when a route throws. */
export const NEXT: WayGroup = {
  title: 'Error pages of Next',
  ways: [
    {
      name: 'next-development-pages',
      does: 'Next in development, Pages Router: the error stands in `__NEXT_DATA__`',
      respond: page(
        500,
        `<!DOCTYPE html><html><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">${NEXT_DATA}</script></body></html>`,
      ),
      expect: { rule: schema, code: 'P2022', object: 'risk' },
    },
    {
      name: 'next-development-app',
      does: 'Next in development, App Router: the error stands in an attribute, escaped for HTML',
      respond: page(
        500,
        '<!DOCTYPE html><html id="__next_error__"><body><template data-next-error-message="Cannot read properties of undefined (reading &#x27;findMany&#x27;)" data-next-error-stack="TypeError: …"></template></body></html>',
      ),
      expect: { rule: schema, code: 'missing-delegate' },
    },
    {
      name: 'next-development-flight',
      does: 'Next in development: the error stands in a script, escaped twice',
      respond: page(
        500,
        '<!DOCTYPE html><html id="__next_error__"><body><script>self.__next_f.push([1,"2:E{\\"name\\":\\"Error\\",\\"message\\":\\"relation \\\\\\"goals\\\\\\" does not exist\\"}"])</script></body></html>',
      ),
      expect: { rule: schema, code: '42P01', object: 'goals' },
    },
    {
      name: 'next-production-page',
      does: 'Next in production: a page that names no reason',
      respond: page(
        500,
        '<!DOCTYPE html><html><head><title>500: Internal Server Error</title></head><body><h1>500</h1></body></html>',
      ),
      expect: { rule: server, says: ['500: a page “500: Internal Server Error”'] },
    },
    {
      name: 'next-production-digest',
      does: 'Next in production, App Router: only a digest',
      respond: page(
        500,
        '<!DOCTYPE html><html id="__next_error__"><head><title>Error</title></head><body>Application error: a server-side exception has occurred. Digest: 2890723</body></html>',
      ),
      expect: { rule: server },
    },
    {
      name: 'next-production-text',
      does: 'Next in production: `Internal Server Error` as text',
      respond: text(500, 'Internal Server Error'),
      expect: { rule: server, says: ['500: Internal Server Error'] },
    },
  ],
};
