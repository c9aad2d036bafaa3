import { describe, expect, it } from 'vitest';
import type { DiscoveredRoute, Discovery, Uncertainty } from '../shared/discovery';
import { EndpointManifest, type EndpointManifestInput } from '../shared/endpoints';
import { routes } from './routes';
import { modelsInCode } from './support/models-in-code';
import { declare, SETTINGS } from './testing/client-builders';

const aRoute = (path: string, over: Partial<DiscoveredRoute> = {}): DiscoveredRoute => ({
  path,
  router: 'app',
  methods: ['GET'],
  at: { file: `app${path}/route.ts`, line: 3 },
  models: [],
  enums: [],
  uncertain: [],
  ...over,
});
const found = (all: DiscoveredRoute[], over: Partial<Discovery> = {}): Discovery => ({
  root: 'app',
  files: all.length,
  routes: all,
  pages: [],
  rewrites: [],
  uncertain: [],
  ...over,
});
const unsure: Uncertainty = {
  reason: 'rewrites are worked out at run time.',
  at: { file: 'next.config.ts', line: 4 },
  about: 'routes',
};

type Entries = EndpointManifestInput['endpoints'];
const run = (endpoints: Entries, discovery: Discovery, ignore: string[] = []) =>
  routes.runWith(
    {
      'endpoints.declared': EndpointManifest.parse({ endpoints, ignore }),
      'endpoints.discovered': discovery,
    },
    SETTINGS,
  );
const keys = (...given: Parameters<typeof run>) => run(...given).findings.map(({ key }) => key);

describe('routes', () => {
  it('finds nothing where each side has the other', () => {
    const users = aRoute('/api/users/[id]', { methods: ['GET', 'DELETE'] });
    expect(
      run([{ path: '/api/users/42' }, { path: '/api/users/[userId]', method: 'DELETE' }], found([users])),
    ).toEqual({
      compared: 4,
      findings: [],
    });
  });

  it('takes the route that Next would take', () => {
    const all = found([aRoute('/api/users/[id]'), aRoute('/api/users/me'), aRoute('/api/[...rest]')]);
    expect(keys([{ path: '/api/users/me' }], all)).toEqual([
      'endpoint.undeclared:GET /api/users/[id]',
      'endpoint.undeclared:GET /api/[...rest]',
    ]);
    expect(keys([{ path: '/api/users/me' }, { path: '/api/users/7' }, { path: '/api/x/y/z' }], all)).toEqual(
      [],
    );
  });
});

describe('endpoint.undeclared', () => {
  it('names the file and an entry for the manifest', () => {
    const route = aRoute('/api/files/[...path]', {
      models: [
        {
          model: 'File',
          operations: ['findMany'],
          fields: [],
          at: { file: 'a.ts', line: 1 },
          via: [],
          methods: ['GET'],
        },
      ],
    });
    const [finding] = run([{ path: '/api/x' }], found([route, aRoute('/api/x')])).findings;
    expect(finding).toMatchObject({
      key: 'endpoint.undeclared:GET /api/files/[...path]',
      severity: 'warning',
      message:
        'GET /api/files/[...path] is served by app/api/files/[...path]/route.ts:3, and no entry of the manifest requests it.',
      source: { file: 'app/api/files/[...path]/route.ts', line: 3 },
      remedy: {
        kind: 'edit',
        text: '{"path":"/api/files/[...path]","params":{"path":"VALUE"},"models":["File"]}',
      },
    });
  });

  it('only tells of a method that changes something', () => {
    const route = aRoute('/api/x', { methods: ['GET', 'POST'] });
    const { findings } = run([{ path: '/api/x' }], found([route]));
    expect(findings.map(({ key, severity }) => [key, severity])).toEqual([
      ['endpoint.undeclared:POST /api/x', 'info'],
    ]);
    expect(findings[0]?.remedy.text).toContain('"sideEffects"');
  });

  it('says nothing of what the manifest leaves out', () => {
    const all = found([aRoute('/api/x'), aRoute('/api/health/live'), aRoute('/api/health/jobs/[id]')]);
    expect(run([{ path: '/api/x' }], all, ['/api/health/*'])).toEqual({ compared: 2, findings: [] });
  });

  it('asks for one method of a route that may answer every one', () => {
    const any = aRoute('/api/any', { router: 'pages', methods: ['GET', 'POST', 'PUT'], uncertain: [unsure] });
    expect(keys([{ path: '/api/x' }], found([any, aRoute('/api/x')]))).toEqual([
      'endpoint.undeclared:GET /api/any',
    ]);
    expect(keys([{ path: '/api/any', method: 'POST' }], found([any]))).toEqual([]);
  });

  it('asks for no method that Next answers of itself', () => {
    expect(keys([{ path: '/api/x' }], found([aRoute('/api/x')]))).toEqual([]);
    const both = [{ path: '/api/x' }, { path: '/api/x', method: 'OPTIONS' as const }];
    expect(keys([...both, { path: '/api/x', method: 'HEAD' }], found([aRoute('/api/x')]))).toEqual([]);
  });
});

describe('endpoint.unserved', () => {
  it('names the nearest route', () => {
    const { findings } = run(
      [{ path: '/api/orders' }, { path: '/api/order' }],
      found([aRoute('/api/orders')]),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      key: 'endpoint.unserved:GET /api/order',
      severity: 'error',
      message: 'GET /api/order is declared, but no route file serves /api/order; the nearest is /api/orders.',
    });
  });

  it('tells a method that the route does not have', () => {
    const [finding] = run(
      [{ path: '/api/x' }, { path: '/api/x', method: 'PUT' }],
      found([aRoute('/api/x')]),
    ).findings;
    expect(finding?.message).toBe('PUT /api/x is declared, but app/api/x/route.ts serves /api/x for GET.');
    const pages = found([aRoute('/api/x', { router: 'pages', methods: ['POST'] })]);
    expect(
      keys(
        [
          { path: '/api/x', method: 'POST' },
          { path: '/api/x', method: 'HEAD' },
        ],
        pages,
      ),
    ).toEqual(['endpoint.unserved:HEAD /api/x']);
  });

  it('is no finding for pages, files and rewrites', () => {
    const more = { pages: ['/', '/blog/[slug]'], rewrites: ['/old/:path*', '/v:n(\\d+)/x'] };
    const entries = ['/', '/blog/a', '/old/a/b', '/v1/x', '/api/x'].map((path) => ({ path }));
    expect(keys(entries, found([aRoute('/api/x')], more))).toEqual([]);
  });

  it('tells two requests of a route once', () => {
    const twice = [{ path: '/api/gone', name: 'a' }, { path: '/api/gone', name: 'b' }, { path: '/api/x' }];
    expect(keys(twice, found([aRoute('/api/x')]))).toEqual(['endpoint.unserved:GET /api/gone']);
  });

  it('is unknown where the code does not tell all of its routes', () => {
    const result = run(
      [{ path: '/api/gone' }, { path: '/api/x' }],
      found([aRoute('/api/x')], { uncertain: [unsure] }),
    );
    expect(result).toEqual({
      compared: 2,
      findings: [],
      unknown:
        'Whether 1 declared endpoint is served is not known (GET /api/gone). The code does not tell all of its routes: next.config.ts:4: rewrites are worked out at run time.',
    });
    const broken = aRoute('/api/gone', { methods: [], uncertain: [unsure] });
    expect(run([{ path: '/api/gone' }], found([broken])).unknown).toContain('GET /api/gone');
    expect(run([{ path: '/api/x' }], found([broken, aRoute('/api/x')])).unknown).toContain(
      'does not tell all',
    );
  });
});

describe('modelsInCode', () => {
  it('takes those that the method of the endpoint reaches', () => {
    const use = { operations: [], fields: [], at: { file: 'a.ts', line: 1 }, via: [] };
    const users = aRoute('/api/users/[id]', {
      methods: ['GET', 'POST'],
      models: [
        { ...use, model: 'User', methods: ['GET'] },
        { ...use, model: 'Post', methods: ['POST'] },
      ],
    });
    const discovery = found([users, aRoute('/api/users/me')]);
    expect(modelsInCode(declare('/api/users/1'), discovery)).toEqual(['User']);
    expect(modelsInCode(declare('/api/users/1', { method: 'HEAD' }), discovery)).toEqual(['User']);
    expect(modelsInCode(declare('/api/users/1', { method: 'POST' }), discovery)).toEqual(['Post']);
    expect(modelsInCode(declare('/api/users/me'), discovery)).toEqual([]);
    expect(modelsInCode(declare('/api/gone'), discovery)).toEqual([]);
    expect(modelsInCode(declare('/api/users/1'), undefined)).toEqual([]);
  });
});
