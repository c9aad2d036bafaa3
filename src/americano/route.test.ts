import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ErrorBody } from '../shared/http';
import { defineRoute } from './definition';
import { pageParams, RANGE_FAULT, rangeInOrder, rangeParams } from './params';
import { americanoRoute } from './route';
import { fakeClient } from './testing/fake-client';
import { createFakeProject, type FakeProject } from './testing/fake-project';

let count = 0;
function definition(handle: () => unknown = () => 1) {
  count += 1;
  return defineRoute({
    path: `/api/test/${count}`,
    story: '5.1',
    models: [],
    query: z.strictObject({ ...rangeParams, ...pageParams }).refine(rangeInOrder, RANGE_FAULT),
    response: z.object({ user: z.string(), page: z.number(), value: z.number() }),
    handle: async ({ user, query }) => {
      const value = z.custom<number>().parse(handle());
      return { user: user.id, page: query.page, value };
    },
  });
}
const lend = <T>(work: (client: ReturnType<typeof fakeClient>) => Promise<T>) => work(fakeClient());
const request = (search = '') => new Request(`http://localhost/api/test${search}`);
const errorOf = async (response: Response) => ErrorBody.parse(await response.json()).error;

afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  vi.stubEnv('AMERICANO_DEMO_USER', undefined);
  vi.stubEnv('DRIFTBOARD_EMBEDDED', undefined);
});

describe('a route', () => {
  it('answers for the demo user by default, uncached, and cold only once', async () => {
    const route = americanoRoute(definition(), lend);
    const first = await route(request());
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(first.headers.get('x-americano-cold')).toBe('1');
    expect(await first.json()).toEqual({ user: 'demo-user', page: 1, value: 1 });
    expect((await route(request())).headers.get('x-americano-cold')).toBeNull();
  });

  it('lists every fault of the parameters at once', async () => {
    const response = await americanoRoute(
      definition(),
      lend,
    )(request('?userId=a%20b&page=0&pageSize=x&colour=red&page=2&to=never'));
    expect(response.status).toBe(400);
    const { code, details } = await errorOf(response);
    expect(code).toBe('bad-request');
    const text = details?.join('\n') ?? '';
    for (const part of ['page: is given more than once', 'userId: ', 'pageSize: ', 'colour', 'to: ']) {
      expect(text).toContain(part);
    }
  });

  it('refuses a range that runs backwards', async () => {
    const response = await americanoRoute(definition(), lend)(request('?from=2026-03-02&to=2026-03-01'));
    expect((await errorOf(response)).details).toEqual(['from: must not be later than `to`']);
  });

  it('answers 404 for a user that does not exist, named by parameter or by setting', async () => {
    const route = americanoRoute(definition(), lend);
    expect((await route(request('?userId=nobody'))).status).toBe(404);
    vi.stubEnv('AMERICANO_DEMO_USER', 'somebody');
    expect((await errorOf(await route(request()))).message).toContain('`somebody`');
  });

  it('does not pass on an answer that is not of its documented shape', async () => {
    const response = await americanoRoute(
      definition(() => 'text'),
      lend,
    )(request());
    expect(response.status).toBe(500);
    const error = await errorOf(response);
    expect(error.code).toBe('contract');
    expect(error.details?.[0]).toMatch(/^value: /);
  });

  it('answers an error of the query as ErrorBody', async () => {
    const fault = Object.assign(new Error('The column `x` does not exist.'), {
      name: 'PrismaClientKnownRequestError',
      code: 'P2022',
    });
    const response = await americanoRoute(
      definition(() => {
        throw fault;
      }),
      lend,
    )(request());
    expect(await errorOf(response)).toEqual({ code: 'P2022', message: 'The column `x` does not exist.' });
  });
});

describe('the demo of a slow route', () => {
  let project: FakeProject;
  const DELAY_MS = 60;
  beforeEach(async () => {
    project = await createFakeProject();
    vi.spyOn(process, 'cwd').mockReturnValue(project.dir);
    vi.stubEnv('DRIFTBOARD_EMBEDDED', '1');
    vi.stubEnv('DRIFTBOARD_DATA_DIR', undefined);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await project.remove();
  });

  async function demoFile(text: string): Promise<void> {
    await mkdir(path.join(project.dir, '.data', 'demo'), { recursive: true });
    await writeFile(path.join(project.dir, '.data', 'demo', 'slow-route.json'), text);
  }
  async function timeMs(route: (request: Request) => Promise<Response>): Promise<number> {
    const startMs = performance.now();
    expect((await route(request())).status).toBe(200);
    return performance.now() - startMs;
  }

  it('waits for the path that the file names, and only while the file is there', async () => {
    const slow = definition();
    const route = americanoRoute(slow, lend);
    await timeMs(route);
    await demoFile(JSON.stringify({ path: slow.path, delayMs: DELAY_MS }));
    expect(await timeMs(route)).toBeGreaterThanOrEqual(DELAY_MS - 2);
    await demoFile(JSON.stringify({ path: '/api/other', delayMs: 60_000 }));
    expect(await timeMs(route)).toBeLessThan(5_000);
  });

  it.each(['{', '{"path": 1}', '{"path": "/a", "delayMs": 999999}'])(
    'answers that %s is no demo file',
    async (text) => {
      await demoFile(text);
      expect((await errorOf(await americanoRoute(definition(), lend)(request()))).code).toBe('demo-file');
    },
  );
});
