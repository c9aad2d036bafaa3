// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of a manifest look like templates
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, openBench } from './testing-probe';
import { startTestServer, type TestServer } from './testing-server';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
const SECRET = 'k3y-of-the-h0use/+';

let app: TestServer;
let bench: Bench;
let seen: Seen[];
let loginAnswer: { status: number; cookies: string[]; body: unknown };

beforeAll(async () => {
  bench = await openBench(() => app.baseUrl);
  app = await startTestServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: await text(request) });
    const answer = (status: number, body: unknown, more = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(method === 'HEAD' ? undefined : JSON.stringify(body));
    };
    const route = new URL(url, 'http://app').pathname;
    if (route === '/login')
      return answer(loginAnswer.status, loginAnswer.body, { 'set-cookie': loginAnswer.cookies });
    if (route === '/users') return answer(200, { items: [{ id: 'u 1', n: 7, odd: null, nasty: '..' }] });
    if (route === '/broken') return answer(500, {});
    if (route === '/flaky-create')
      return answer(seen.filter((one) => one.url === url).length === 1 ? 503 : 201, {});
    if (route === '/away') return answer(302, {}, { location: 'https://ann:pw@other.example/x?token=abc#f' });
    if (route === '/long-echo') {
      response.writeHead(200, { 'content-type': 'text/plain' });
      return response.end(
        `${'x'.repeat(256 * 1024 - 10)} ${headers.authorization} ${headers.authorization}${'y'.repeat(5000)}`,
      );
    }
    if (route.startsWith('/echo'))
      return answer(
        200,
        { url, headers, authorization: headers.authorization },
        { 'x-echo': headers.authorization ?? '' },
      );
    return answer(200, { ok: true });
  });
});
afterAll(async () => {
  await app.close();
  await bench.remove();
});
beforeEach(() => {
  seen = [];
  loginAnswer = {
    status: 200,
    cookies: ['sid=s3ss10n-value; Path=/; HttpOnly', 'old=; Max-Age=0'],
    body: { data: { token: 't0ken-value' } },
  };
});
const asked = (route: string) => seen.filter(({ url }) => url.startsWith(route));

describe('what is sent', () => {
  it('fills in path parameters, encoded', async () => {
    await bench.results({
      endpoints: [
        { path: '/a/[id]/x', params: { id: 'a/b ü?' } },
        { path: '/f/[...path]', params: { path: ['a', 'b c'] } },
        { path: '/s/[[...slug]]' },
        { name: 'deep', path: '/s/[[...slug]]', params: { slug: ['x'] } },
      ],
    });
    expect(seen.map(({ url }) => url).sort()).toEqual(['/a/a%2Fb%20%C3%BC%3F/x', '/f/a/b%20c', '/s', '/s/x']);
  });

  it('sends bodies as JSON or as text, with the declared headers before its own', async () => {
    const write = { sideEffects: 'makes one', safeOn: ['local'] };
    await bench.results({
      endpoints: [
        { method: 'POST', path: '/json', body: { a: [1, null] }, ...write },
        { method: 'PUT', path: '/text', body: 'plain ü', headers: { 'Content-Type': 'text/csv' }, ...write },
        { method: 'HEAD', path: '/head' },
      ],
    });
    expect(asked('/json')[0]).toMatchObject({
      method: 'POST',
      body: '{"a":[1,null]}',
      headers: { 'content-type': 'application/json' },
    });
    expect(asked('/text')[0]).toMatchObject({
      method: 'PUT',
      body: 'plain ü',
      headers: { 'content-type': 'text/csv' },
    });
    expect(asked('/head')[0]?.method).toBe('HEAD');
  });

  it('uses values of earlier answers, with their type where nothing stands beside them', async () => {
    const results = await bench.results({
      endpoints: [
        {
          method: 'POST',
          path: '/use/[id]',
          params: { id: '${userId}' },
          query: { n: 'n${n}' },
          headers: { 'x-n': '${n}' },
          body: { n: '${n}', t: '$${n} ${n}' },
          sideEffects: 'none',
          safeOn: ['local'],
        },
        { path: '/users', save: { userId: 'items[0].id', n: 'items[0].n' } },
      ],
    });
    expect(results.map(({ tries }) => tries.length)).toEqual([1, 1]);
    expect(seen.map(({ url }) => url)).toEqual(['/users', '/use/u%201?n=n7']);
    expect(seen[1]).toMatchObject({ body: '{"n":7,"t":"${n} 7"}', headers: { 'x-n': '7' } });
  });

  it('does not send what needs a value that is not there, and says why', async () => {
    const use = (name: string, value: string) => ({
      name,
      path: '/use/[id]',
      params: { id: `\${${value}}` },
    });
    const results = await bench.results({
      endpoints: [
        { path: '/users', save: { gone: 'items[9].id', odd: 'items[0].odd', nasty: 'items[0].nasty' } },
        { path: '/broken', save: { broken: 'id' }, retries: 1 },
        { method: 'POST', path: '/make', save: { made: 'id' } },
        use('gone', 'gone'),
        use('odd', 'odd'),
        use('nasty', 'nasty'),
        use('broken', 'broken'),
        use('made', 'made'),
        { path: '/late', query: { v: '${lost}' } },
        { name: 'saver', path: '/use/[id]', params: { id: '${gone}' }, save: { lost: 'id' } },
      ],
    });
    const why = results.slice(3).map(({ notSent }) => `${notSent?.verdict}: ${notSent?.reason}`);
    expect(why[0]).toBe(
      'unknown: It needs ${gone} of GET /users, but its answer has no text, number or truth value at items[9].id.',
    );
    expect(why[1]).toContain('at items[0].odd');
    expect(why[2]).toBe(
      'unknown: GET /use/[id] (nasty) was not sent: in its path, `..` would lead to another path.',
    );
    expect(why[3]).toBe('unknown: It needs ${broken} of GET /broken, which answered 500 instead of 200.');
    expect(why[4]).toMatch(/^skipped: It needs \$\{made\} of POST \/make, which was not sent: .*sideEffects/);
    expect(why[5]).toMatch(
      /^unknown: It needs \$\{lost\} of GET \/use\/\[id\] \(saver\), which was not sent: /,
    );
    expect(asked('/use/')).toEqual([]);
    expect(asked('/broken')).toHaveLength(2);
  });

  it('tells where a redirect leads, without what its address carries', async () => {
    const { results, text: shown } = await bench.observation({
      endpoints: [{ path: '/away', expectStatus: 302 }],
    });
    expect(results[0]?.tries[0]).toMatchObject({
      status: 302,
      headers: { location: 'https://other.example/x' },
    });
    expect(shown).toContain('302 to https://other.example/x, not followed');
    expect(shown).not.toMatch(/abc|pw/);
  });
});

describe('who asks', () => {
  const auth = {
    key: { kind: 'header', name: 'X-Api-Key', env: 'THE_KEY' },
    user: { kind: 'basic', userEnv: 'THE_USER', passwordEnv: 'THE_KEY' },
    token: { kind: 'bearer', env: 'THE_KEY' },
    crumb: { kind: 'cookie', name: 'sid', env: 'THE_KEY' },
  };
  const env = { THE_KEY: SECRET, THE_USER: 'ann' };

  it('proves it as declared, by default or by name, or not at all, and shows no secret', async () => {
    const { text: shown } = await bench.observation(
      {
        auth,
        defaultAuth: 'token',
        endpoints: [
          { path: '/echo/default', query: { again: SECRET } },
          { path: '/echo/key', auth: 'key' },
          { path: '/echo/user', auth: 'user' },
          { path: '/echo/crumb', auth: 'crumb' },
          { path: '/echo/nobody', auth: null },
          { path: '/echo/own', auth: null, headers: { Authorization: 'Bearer own-0123456789' } },
        ],
      },
      { env },
    );
    const basic = Buffer.from(`ann:${SECRET}`).toString('base64');
    expect(asked('/echo/default')[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(asked('/echo/key')[0]?.headers).toMatchObject({ 'x-api-key': SECRET });
    expect(asked('/echo/user')[0]?.headers.authorization).toBe(`Basic ${basic}`);
    expect(asked('/echo/crumb')[0]?.headers.cookie).toBe(`sid=${SECRET}`);
    expect(asked('/echo/nobody')[0]?.headers).not.toHaveProperty('authorization');
    for (const secret of [SECRET, encodeURIComponent(SECRET), basic, 'own-0123456789'])
      expect(shown).not.toContain(secret);
  });

  it('shows no part of a secret where a long body is cut', async () => {
    const { results, text: shown } = await bench.observation(
      { auth, endpoints: [{ path: '/long-echo', auth: 'token' }] },
      { env },
    );
    const [long] = results;
    expect(long?.tries[0]?.bodyText.length).toBeLessThanOrEqual(256 * 1024);
    expect(long?.tries[0]?.bodyText.length).toBeGreaterThan(250 * 1024);
    expect(shown).not.toContain(SECRET.slice(0, 4));
  });

  it('shows no token that an earlier answer gave and a header took along', async () => {
    const { text: shown } = await bench.observation({
      endpoints: [
        {
          method: 'POST',
          path: '/login',
          save: { token: 'data.token' },
          sideEffects: 'none',
          safeOn: ['local'],
        },
        { path: '/echo/1', headers: { Authorization: 'Bearer ${token}' } },
      ],
    });
    expect(asked('/echo/1')[0]?.headers.authorization).toBe('Bearer t0ken-value');
    expect(shown).not.toMatch(/"authorization":"Bearer t0ken-value|x-echo":"Bearer t0ken/);
  });

  it('does not ask without the variable, and names it', async () => {
    const results = await bench.results(
      {
        auth,
        endpoints: [{ path: '/echo/1', auth: 'user' }, { path: '/echo/2', auth: 'key' }, { path: '/ok' }],
      },
      { env: { THE_USER: 'ann', THE_KEY: '' } },
    );
    expect(results.map(({ notSent }) => notSent?.verdict ?? null)).toEqual(['unknown', 'unknown', null]);
    expect(results[1]?.notSent?.reason).toBe(
      'The environment variable THE_KEY, which `auth.key` names, is not set: set it where Driftboard runs.',
    );
    expect(asked('/echo')).toEqual([]);
    const [broken] = await bench.results(
      { auth, endpoints: [{ path: '/echo/1', auth: 'key' }, { path: '/ok' }] },
      { env: { THE_KEY: 'a\r\nx: y' } },
    );
    expect(broken?.notSent?.reason).toContain('THE_KEY');
    expect(broken?.notSent?.reason).not.toContain('x: y');
  });

  const login = (take?: unknown) => ({
    auth: {
      me: {
        kind: 'login',
        path: '/login?next=1',
        body: { user: 'ann', password: '${env:THE_KEY}' },
        ...(take === undefined ? {} : { take }),
      },
    },
    defaultAuth: 'me',
    endpoints: [{ path: '/echo/1' }, { path: '/echo/2' }, { path: '/free', auth: null }],
  });

  it('logs in once and takes the cookies along', async () => {
    const { text: shown } = await bench.observation(login(), { env });
    expect(asked('/login')).toHaveLength(1);
    expect(asked('/login')[0]).toMatchObject({
      method: 'POST',
      body: JSON.stringify({ user: 'ann', password: SECRET }),
    });
    expect(asked('/echo').map(({ headers }) => headers.cookie)).toEqual([
      'sid=s3ss10n-value',
      'sid=s3ss10n-value',
    ]);
    expect(shown).toContain('POST ');
    expect(shown).not.toMatch(/s3ss10n-value|k3y-of/);
  });

  it('takes a token of the answer along', async () => {
    const { text: shown } = await bench.observation(login({ bearerAt: 'data.token' }), { env });
    expect(asked('/echo')[0]?.headers.authorization).toBe('Bearer t0ken-value');
    expect(shown).not.toContain('t0ken-value');
  });

  it('asks nothing that needs a login that failed', async () => {
    const why = async (take?: unknown, given = env) => {
      const results = await bench.results(login(take), { env: given });
      expect(results[2]?.tries).toHaveLength(1);
      expect(results[0]?.notSent).toEqual(results[1]?.notSent);
      return `${results[0]?.notSent?.verdict}: ${results[0]?.notSent?.reason}`;
    };
    expect(await why({ bearerAt: 'data.none' })).toContain('has no text at data.none');
    loginAnswer.cookies = [];
    expect(await why()).toContain('set no cookie');
    loginAnswer.status = 401;
    expect(await why()).toBe(
      'unknown: The login `me` (POST /login?next=1) was answered 401, so nothing that needs it was asked: correct its values or the route.',
    );
    expect(asked('/echo')).toEqual([]);
    expect(await why(undefined, { THE_KEY: '', THE_USER: '' })).toContain('THE_KEY');
  });
});

describe('what may be sent', () => {
  const write = { method: 'POST', path: '/write', sideEffects: 'adds a row', safeOn: ['local'] };
  const reasonOf = async (declaration: object, settings = {}) => {
    const [result] = await bench.results({ endpoints: [declaration, { path: '/ok' }] }, { settings });
    return result?.notSent ?? null;
  };

  it('holds back what may change something, and says which setting would let it go', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await reasonOf({ method, path: '/write' })).toMatchObject({
        verdict: 'skipped',
        reason: expect.stringContaining('`sideEffects`'),
      });
    expect(await reasonOf({ ...write, method: 'GET', safeOn: [] })).toMatchObject({
      reason: expect.stringContaining('`safeOn: ["local"]`'),
    });
    expect(await reasonOf(write, { env: 'staging' })).toMatchObject({
      reason: expect.stringContaining('not declared safe on the environment staging'),
    });
    expect(await reasonOf(write, { production: true })).toMatchObject({
      reason: expect.stringContaining('--allow-writes'),
    });
    expect(asked('/write')).toEqual([]);
    expect(await reasonOf(write, { production: true, allowWrites: true })).toBeNull();
    expect(await reasonOf(write)).toBeNull();
    expect(asked('/write')).toHaveLength(2);
  });

  it('sends a write again only where that changes no more', async () => {
    const of = async (method: string) => {
      seen = [];
      const [result] = await bench.results({
        endpoints: [
          { ...write, method, path: '/flaky-create', expectStatus: 201, retries: 3, budgetMs: 0.001 },
        ],
      });
      return result?.tries.map(({ status }) => status);
    };
    expect(await of('POST')).toEqual([503]);
    expect(await of('PATCH')).toEqual([503]);
    expect(await of('PUT')).toEqual([503, 201]);
    expect(await of('DELETE')).toEqual([503, 201]);
  });
});
