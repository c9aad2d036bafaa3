import { describe, expect, it } from 'vitest';
import { delegateName, proveAll } from './delegate-prove';

const models = (...names: string[]) => names.map((name) => ({ name, counted: true, estimate: null }));
const table = (rows: number) => ({
  findFirst: async () => (rows === 0 ? null : { id: 1 }),
  count: async () => rows,
});
const failing = (code: string, message: string) => {
  const reject = () => Promise.reject(Object.assign(new Error(message), { code }));
  return { findFirst: reject, count: reject };
};
const prove = (client: object, names: string[], timeoutMs = 1000) =>
  proveAll(client, models(...names), { timeoutMs, concurrency: 4 });

describe('proveAll', () => {
  it('reads a row and counts through each delegate, in the order of the models', async () => {
    const client = { user: table(3), studyGoal: table(0) };
    expect(await prove(client, ['User', 'StudyGoal'])).toMatchObject({
      ok: true,
      report: {
        results: [
          { model: 'User', delegate: 'user', ok: true, firstRow: 'read', count: 3, errorCode: null },
          { model: 'StudyGoal', delegate: 'studyGoal', ok: true, firstRow: 'none', count: 0 },
        ],
      },
    });
  });

  it('does not count a large table, and gives the estimate in place of it', async () => {
    const counts: string[] = [];
    const user = { findFirst: async () => ({ id: 1 }), count: async () => counts.push('user') };
    const large = [{ name: 'User', counted: false, estimate: 2_000_000 }];
    expect(await proveAll({ user }, large, { timeoutMs: 1000, concurrency: 4 })).toMatchObject({
      report: { results: [{ ok: true, firstRow: 'read', count: null, estimate: 2_000_000 }] },
    });
    expect(counts).toEqual([]);
  });

  it('fails a delegate that counts and cannot read a row: a count touches no column', async () => {
    const user = {
      ...failing(
        'P2022',
        '\nInvalid `prisma.user.findFirst()` invocation:\n\nThe column `mood` does not exist.',
      ),
      count: async () => 3,
    };
    const answer = await prove({ user, post: table(1) }, ['User', 'Post']);
    expect(answer).toMatchObject({
      report: {
        results: [
          { ok: false, errorCode: 'P2022', count: null, message: 'The column `mood` does not exist.' },
          {},
        ],
      },
    });
    expect(answer).not.toHaveProperty('report.results.0.firstRow');
  });

  it.each([
    [
      'P2032',
      'Error converting field "email" of type "String", found incompatible value of "ada@x.org".',
      'ada',
    ],
    ['P2023', 'Inconsistent column data: Could not convert value "ada@x.org" to type `Int`', 'ada'],
    ['22P02', 'invalid input syntax for type uuid: "ada@x.org"', 'ada'],
  ])(
    'says what Prisma says of a value that cannot be decoded (%s), without the value',
    async (code, text, value) => {
      const answer = await prove({ user: failing(code, text), post: table(1) }, ['User', 'Post']);
      expect(answer).toMatchObject({ report: { results: [{ ok: false, errorCode: code }, {}] } });
      expect(JSON.stringify(answer)).not.toContain(value);
    },
  );

  it('names the delegate that lacks and the table that lacks', async () => {
    const client = {
      user: failing(
        'P2021',
        '\nInvalid `prisma.user.findFirst()` invocation:\n\n\nThe table `public.users` does not exist.',
      ),
      post: table(1),
    };
    expect(await prove(client, ['User', 'Post', 'Goal'])).toMatchObject({
      report: {
        results: [
          { errorCode: 'P2021', message: 'The table `public.users` does not exist.', count: null },
          { ok: true },
          { errorCode: 'missing-delegate', delegate: 'goal' },
        ],
      },
    });
  });

  it.each([
    ['P1001', "Can't reach database server"],
    ['57P01', 'terminating connection due to administrator command'],
  ])('tells a database that cannot be reached from tables that lack (%s)', async (code, message) => {
    const client = { user: failing(code, message), post: failing(code, message) };
    expect(await prove(client, ['User', 'Post'])).toMatchObject({ ok: false, kind: 'database' });
  });

  it.each([
    'Prisma Client could not locate the Query Engine for runtime "debian-openssl-3.0.x".',
    'Unable to require(`/app/node_modules/.prisma/client/libquery_engine-debian-openssl-3.0.x.so.node`).',
  ])('tells that no engine can run here: %s', async (message) => {
    expect(await prove({ user: failing('error', message) }, ['User'])).toMatchObject({
      ok: false,
      kind: 'engine',
    });
  });

  it('takes a query compiler that lacks for a broken client', async () => {
    const user = failing('ENOENT', "ENOENT: no such file or directory, open 'query_compiler_bg.wasm'");
    expect(await prove({ user }, ['User'])).toMatchObject({ ok: false, kind: 'import' });
  });

  it('does not hide that every delegate lacks', async () => {
    expect(await prove({}, ['User'])).toMatchObject({
      ok: true,
      report: { results: [{ errorCode: 'missing-delegate' }] },
    });
  });

  it('gives up what takes too long, and keeps the others', async () => {
    const never = () => new Promise(() => undefined);
    const client = {
      user: { findFirst: never, count: never },
      post: table(2),
      view: { findFirst: async () => ({ id: 1 }), count: never },
    };
    expect(await prove(client, ['User', 'Post', 'View'], 30)).toMatchObject({
      report: {
        results: [
          { errorCode: 'timeout', ok: false },
          { count: 2 },
          // A row was read: that its rows are too many to count takes nothing from it.
          { ok: true, firstRow: 'read', count: null, estimate: null },
        ],
      },
    });
  });

  it('asks no more at once than there are connections, so that no time is one of waiting', async () => {
    let running = 0;
    let most = 0;
    const busy = {
      findFirst: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { id: 1 };
      },
      count: async () => 1,
    };
    const names = Array.from({ length: 9 }, (_, index) => `Model${index}`);
    const client = Object.fromEntries(names.map((name) => [delegateName(name), busy]));
    const answer = await proveAll(client, models(...names), { timeoutMs: 1000, concurrency: 2 });
    expect(most).toBe(2);
    expect(answer).toMatchObject({ report: { results: names.map((model) => ({ model, ok: true })) } });
  });

  it('says of one whose turn did not come that it was not asked', async () => {
    const never = () => new Promise(() => undefined);
    const client = { user: { findFirst: never, count: never }, post: table(1) };
    expect(await proveAll(client, models('User', 'Post'), { timeoutMs: 30, concurrency: 1 })).toMatchObject({
      report: {
        results: [
          { errorCode: 'timeout' },
          { ok: false, errorCode: 'timeout', message: expect.stringContaining('turn did not come') },
        ],
      },
    });
  });

  it.each([
    ['42501', 'permission denied for table users'],
    ['P1010', 'User `reader` was denied access on the database `(not available)`'],
  ])('tells a privilege that lacks (%s)', async (code, message) => {
    expect(await prove({ user: failing(code, message) }, ['User'])).toMatchObject({
      ok: true,
      report: { results: [{ ok: false, errorCode: 'permission-denied' }] },
    });
  });

  it('behind PgBouncer makes each transaction read-only before it reads', async () => {
    const sql: string[] = [];
    const transaction = {
      $executeRawUnsafe: async (text: string) => sql.push(text),
      user: { findFirst: async () => sql.push('row'), count: async () => sql.push('count') },
    };
    const outside = failing('error', 'outside');
    const client = {
      user: outside,
      $transaction: (work: (inside: unknown) => Promise<unknown>) => work(transaction),
    };
    const pooled = { timeoutMs: 1000, concurrency: 4, pooled: true };
    const answer = await proveAll(client, models('User'), pooled);
    expect(sql).toEqual(['SET TRANSACTION READ ONLY', 'SET LOCAL statement_timeout = 1000', 'row', 'count']);
    expect(answer).toMatchObject({ report: { results: [{ ok: true, count: 4 }] } });
    expect(await proveAll({ user: table(1) }, models('User'), pooled)).toMatchObject({
      report: { results: [{ ok: false, message: expect.stringContaining('behind PgBouncer nothing') }] },
    });
  });

  it('takes only a number for a count', async () => {
    const user = { findFirst: async () => null, count: async () => '3' };
    expect(await prove({ user }, ['User'])).toMatchObject({
      report: { results: [{ ok: false, errorCode: 'error' }] },
    });
  });
});

describe('delegateName', () => {
  it('lowers the first letter only, as Prisma does', () => {
    expect(delegateName('StruggleIndicator')).toBe('struggleIndicator');
    expect(delegateName('A_model')).toBe('a_model');
  });
});
