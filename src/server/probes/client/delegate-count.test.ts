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
