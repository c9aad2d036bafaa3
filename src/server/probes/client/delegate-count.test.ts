import { describe, expect, it } from 'vitest';
import { countAll, delegateName } from './delegate-count';

const failing = (code: string, message: string) => ({
  count: () => Promise.reject(Object.assign(new Error(message), { code })),
});

describe('countAll', () => {
  it('counts through each delegate, in the order of the models', async () => {
    const client = { user: { count: async () => 3 }, studyGoal: { count: async () => 0 } };
    const answer = await countAll(client, ['User', 'StudyGoal'], 1000);
    expect(answer).toMatchObject({
      ok: true,
      report: {
        results: [
          { model: 'User', delegate: 'user', ok: true, count: 3, errorCode: null },
          { model: 'StudyGoal', delegate: 'studyGoal', ok: true, count: 0 },
        ],
      },
    });
  });

  it('names the delegate that lacks and the table that lacks', async () => {
    const client = {
      user: failing(
        'P2021',
        '\nInvalid `prisma.user.count()` invocation:\n\n\nThe table `public.users` does not exist.',
      ),
      post: { count: async () => 1 },
    };
    const answer = await countAll(client, ['User', 'Post', 'Goal'], 1000);
    expect(answer).toMatchObject({
      report: {
        results: [
          { errorCode: 'P2021', message: 'The table `public.users` does not exist.', count: null },
          { ok: true },
          { errorCode: 'missing-delegate', delegate: 'goal' },
        ],
      },
    });
  });

  it('tells a database that cannot be reached from tables that lack', async () => {
    const client = { user: failing('P1001', "Can't reach database server"), post: failing('P1001', 'No') };
    expect(await countAll(client, ['User', 'Post'], 1000)).toMatchObject({ ok: false, kind: 'database' });
  });

  it.each([
    'Prisma Client could not locate the Query Engine for runtime "debian-openssl-3.0.x".',
    'Unable to require(`/app/node_modules/.prisma/client/libquery_engine-debian-openssl-3.0.x.so.node`).',
  ])('tells that no engine can run here: %s', async (message) => {
    const client = { user: failing('error', message) };
    expect(await countAll(client, ['User'], 1000)).toMatchObject({ ok: false, kind: 'engine' });
  });

  it('does not hide that every delegate lacks', async () => {
    expect(await countAll({}, ['User'], 1000)).toMatchObject({
      ok: true,
      report: { results: [{ errorCode: 'missing-delegate' }] },
    });
  });

  it('gives up a count that takes too long, and keeps the others', async () => {
    const client = { user: { count: () => new Promise(() => undefined) }, post: { count: async () => 2 } };
    const answer = await countAll(client, ['User', 'Post'], 30);
    expect(answer).toMatchObject({
      report: { results: [{ errorCode: 'timeout', ok: false }, { count: 2 }] },
    });
  });

  it.each([
    ['42501', 'permission denied for table users'],
    ['P1010', 'User `reader` was denied access on the database `(not available)`'],
  ])('tells a privilege that lacks (%s)', async (code, message) => {
    const client = { user: failing(code, message) };
    expect(await countAll(client, ['User'], 1000)).toMatchObject({
      ok: true,
      report: { results: [{ ok: false, errorCode: 'permission-denied' }] },
    });
  });

  it('behind PgBouncer makes each transaction read-only before it counts', async () => {
    const sql: string[] = [];
    const transaction = {
      $executeRawUnsafe: async (text: string) => sql.push(text),
      user: { count: async () => sql.push('count') },
    };
    const client = {
      user: { count: () => Promise.reject(new Error('outside')) },
      $transaction: (work: (inside: unknown) => Promise<unknown>) => work(transaction),
    };
    const answer = await countAll(client, ['User'], 1000, { pooled: true });
    expect(sql).toEqual(['SET TRANSACTION READ ONLY', 'SET LOCAL statement_timeout = 1000', 'count']);
    expect(answer).toMatchObject({ report: { results: [{ ok: true }] } });
    const without = { user: { count: async () => 1 } };
    expect(await countAll(without, ['User'], 1000, { pooled: true })).toMatchObject({
      report: { results: [{ ok: false, message: expect.stringContaining('behind PgBouncer nothing') }] },
    });
  });

  it('takes only a number for a count', async () => {
    const answer = await countAll({ user: { count: async () => '3' } }, ['User'], 1000);
    expect(answer).toMatchObject({ report: { results: [{ ok: false, errorCode: 'error' }] } });
  });
});

describe('delegateName', () => {
  it('lowers the first letter only, as Prisma does', () => {
    expect(delegateName('StruggleIndicator')).toBe('struggleIndicator');
    expect(delegateName('A_model')).toBe('a_model');
  });
});
