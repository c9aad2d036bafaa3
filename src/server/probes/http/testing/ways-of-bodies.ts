import { empty, json, page, text, type WayGroup } from './way';

const GOOD = { ok: true };
const contract = (...says: string[]) => ({ rule: 'endpoint.contract' as const, says });
const shape = { shape: true } as const;

/** A status as declared, over a body that is not. */
export const BODIES: WayGroup = {
  title: 'The declared status, and another body',
  ways: [
    {
      name: 'good',
      does: 'answers as declared',
      respond: json(200, GOOD),
      declare: shape,
      expect: { rule: null },
    },
    {
      name: 'type-wrong',
      does: 'sends JSON and calls it text',
      respond: text(200, '{"ok":true}'),
      declare: shape,
      expect: contract('text/plain; charset=utf-8 where JSON was declared'),
    },
    {
      name: 'type-none',
      does: 'sends JSON without a content type',
      respond({ response }) {
        response.writeHead(200);
        response.end('{"ok":true}');
      },
      declare: shape,
      expect: contract('no content type where JSON was declared'),
    },
    {
      name: 'json-invalid',
      does: 'calls its body JSON, and it is none',
      respond: ({ response }) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end("{'ok': true}");
      },
      declare: shape,
      expect: contract('cannot be parsed as JSON'),
    },
    {
      name: 'json-cut',
      does: 'sends half of its JSON as if it were whole',
      respond: ({ response }) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"ok":true,"items":[1,2');
      },
      declare: shape,
      expect: contract('cannot be parsed as JSON'),
    },
    {
      name: 'json-other-shape',
      does: 'sends JSON of another shape',
      respond: json(200, { ok: 'yes' }),
      declare: shape,
      expect: contract('a body of another shape', 'ok: '),
    },
    {
      name: 'json-null',
      does: 'sends null',
      respond: json(200, null),
      declare: shape,
      expect: contract('a body of another shape', 'the body: '),
    },
    {
      name: 'json-without-bottom',
      does: 'sends 100,000 lists, each inside the one before',
      respond: ({ response }) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
      },
      declare: shape,
      expect: contract('a body of another shape'),
    },
    {
      name: 'empty-200',
      does: 'answers 200 with nothing',
      respond: empty(200, { 'content-type': 'application/json' }),
      declare: shape,
      expect: contract('an empty body where JSON was declared'),
    },
    {
      name: 'no-content',
      does: 'answers 204 where a body was declared',
      respond: empty(204),
      declare: shape,
      expect: contract('204: no content'),
    },
    {
      name: 'no-content-declared',
      does: 'answers 204 as declared, where a shape was declared too',
      respond: empty(204),
      declare: { shape: true, expectStatus: 204 },
      expect: contract('an empty body where JSON was declared'),
    },
    {
      name: 'page-for-json',
      does: 'sends a page where JSON was declared',
      respond: page(200, '<!doctype html><title>Welcome</title>'),
      declare: shape,
      expect: contract('text/html; charset=utf-8 where JSON was declared'),
    },
    {
      name: 'error-page-200',
      does: 'sends a page that shows an error, with 200',
      respond: page(200, '<!doctype html><html><title>500: Internal Server Error</title><h1>500</h1></html>'),
      expect: contract('a page that shows an error', '500: Internal Server Error'),
    },
    {
      name: 'error-body-200',
      does: 'answers 200 with an error of Prisma in its body',
      respond: json(200, {
        data: null,
        error: { code: 'P2021', message: 'The table `public.goals` does not exist in the current database.' },
      }),
      expect: { rule: 'endpoint.schema-error', code: 'P2021', object: 'goals' },
    },
    {
      name: 'error-body-200-connection',
      does: 'answers 200 with the message that the database cannot be reached',
      respond: json(200, { success: false, message: "Can't reach database server at `db:5432`" }),
      expect: {
        rule: 'endpoint.server-error',
        code: 'P1001',
        says: ['200 with an error in its body'],
      },
    },
    {
      name: 'graphql-errors-200',
      does: 'answers 200 with `errors`, as GraphQL does',
      respond: json(200, { data: null, errors: [{ message: 'column "risk" does not exist' }] }),
      expect: { rule: 'endpoint.schema-error', code: '42703', object: 'risk' },
    },
    {
      name: 'error-text-200',
      does: 'answers 200 with the text of an error',
      respond: text(200, 'PrismaClientInitializationError: Environment variable not found: DATABASE_URL.'),
      expect: { rule: 'endpoint.server-error', code: 'P1012', object: 'DATABASE_URL' },
    },
    {
      name: 'error-string-200',
      does: 'answers 200 with the text of an error as a JSON string',
      respond: json(200, 'Error: relation "goals" does not exist'),
      expect: { rule: 'endpoint.schema-error', code: '42P01', object: 'goals' },
    },
    {
      name: 'data-about-errors',
      does: 'answers as declared, with data in which an error is spoken of',
      respond: json(200, { ok: true, items: [{ title: 'What P2021 means' }] }),
      declare: shape,
      expect: { rule: null },
    },
    {
      name: 'values-not-as-asserted',
      does: 'sends values that the manifest says cannot be',
      respond: json(200, { ok: true, total: 0, items: [{ email: 'ann@example.com' }] }),
      declare: {
        shape: true,
        assert: [
          { at: 'total', min: 1 },
          { at: 'items[0].email', equals: 'bob@example.com' },
          { at: 'items[1].email', exists: true },
          { at: 'ok', equals: true },
        ],
      },
      expect: contract(
        '3 of 4 assertions do not hold',
        'total is 0, where at least 1 was declared',
        'items[0].email is "***", where "***" was declared',
        'items[1].email is not there',
      ),
    },
  ],
};
