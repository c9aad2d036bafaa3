import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscoveredRoute, Discovery } from '../../../shared/discovery';
import { discover } from './discover';
import { FIXTURE_FILES, FIXTURE_SCHEMA, writeFiles } from './testing/fixture-app';

let root = '';
let found: Discovery;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'driftboard-source-'));
  await writeFiles(root, FIXTURE_FILES);
  found = await discover({ root, schema: FIXTURE_SCHEMA, clientFolders: [] });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const routeAt = (url: string): DiscoveredRoute => {
  const route = found.routes.find((one) => one.path === url);
  if (route === undefined)
    throw new Error(`No ${url} among ${found.routes.map((one) => one.path).join(', ')}.`);
  return route;
};
/** `GET User findUnique`, sorted. */
const uses = (url: string) =>
  routeAt(url).models.map(({ model, operations, methods }) => `${methods} ${model} ${operations}`);

/** Every route with what each of its methods uses; nothing more may be claimed. */
const CERTAIN: Record<string, string[]> = {
  '/api/users/[id]': ['GET Profile select', 'DELETE Session deleteMany', 'GET User findUnique'],
  '/api/orders': ['GET AuditLog create', 'GET Order findMany', 'GET OrderLine include'],
  '/api/files/[...path]': ['GET Post findMany', 'GET,POST Tag create,where'],
  '/api/shop/[[...slug]]': ['GET Tag findMany'],
  '/api/slot': ['GET Product findMany'],
  '/api/re-exported': ['GET,PATCH Setting findMany,update'],
  '/api/starred': ['GET,PATCH Setting findMany,update'],
  '/api/destructured': ['GET,POST Comment create,findMany', 'POST Post data'],
  '/api/wrapped': ['PUT AuditLog create', 'PUT Profile updateMany', 'GET Session findMany'],
  '/api/packaged': ['POST Product create', 'GET Tag count'],
  '/api/transaction': [
    'POST AuditLog create',
    'POST Invoice create',
    'POST Order create',
    'POST Setting deleteMany',
  ],
  '/api/sql': ['GET Comment $queryRaw', 'GET Post $queryRaw', 'POST Session $executeRawUnsafe'],
  '/api/extended': ['GET AuditLog create', 'GET Product findMany', 'GET Session create'],
  '/api/context': ['POST Comment deleteMany', 'GET Post count', 'GET User where'],
  '/api/cycle': ['GET Setting findMany'],
  '/api/namespace': [
    'GET AuditLog create',
    'GET Order findMany',
    'GET OrderLine include',
    'GET User findFirst',
  ],
  '/api/fluent': ['GET Post findMany', 'GET User findUnique'],
  '/api/false-friends': [],
  '/api/plain': [],
  '/api/legacy/[id]': ['DELETE Session deleteMany', 'GET User findUnique'],
  '/api/legacy': ['POST Invoice create'],
  '/api/table': ['PUT Invoice updateMany', 'GET Order findMany'],
};
const UNCERTAIN = [
  '/api/any',
  '/api/uncertain/broken',
  '/api/uncertain/computed',
  '/api/uncertain/faulty',
  '/api/uncertain/given-away',
  '/api/uncertain/guess',
  '/api/uncertain/handler',
  '/api/uncertain/import',
  '/api/uncertain/include',
  '/api/uncertain/lost',
  '/api/uncertain/sql',
];

describe('discover', () => {
  it('finds every route and no other', () => {
    expect(found.routes.map((route) => route.path)).toEqual([...Object.keys(CERTAIN), ...UNCERTAIN].sort());
    expect(found.uncertain).toEqual([]);
    expect(found.pages).toEqual(['/', '/robots.txt']);
    expect(found.rewrites).toEqual(['/old/:path*']);
  });

  it.each(Object.entries(CERTAIN))('reads %s with exactly its models, and for certain', (url, expected) => {
    expect(uses(url)).toEqual(expected);
    expect(routeAt(url).uncertain).toEqual([]);
  });

  it.each(UNCERTAIN)('says of %s that it cannot follow it', (url) => {
    expect(routeAt(url).uncertain).not.toEqual([]);
    const claimed = uses(url);
    const known: Record<string, string[]> = {
      '/api/any': ['GET,POST,PUT,PATCH,DELETE Tag findMany'],
      '/api/uncertain/include': ['POST Post findMany'],
    };
    expect(claimed).toEqual(known[url] ?? []);
  });
});

describe('what is said of a route', () => {
  it('names the functions in between, and where the query stands', () => {
    const user = routeAt('/api/users/[id]').models.find(({ model }) => model === 'User');
    expect(user?.via).toEqual(['GET', 'userPage', 'loadUser', 'findIt']);
    expect(user?.at.file).toContain('src/lib/users.ts');
    expect(user?.at.line).toBe(7);
    expect(user?.fields).toEqual(['email', 'id']);
  });

  it('names the methods that its file exports', () => {
    const methods = Object.fromEntries(found.routes.map((route) => [route.path, route.methods.join()]));
    expect(methods).toMatchObject({
      '/api/users/[id]': 'GET,DELETE',
      '/api/destructured': 'GET,POST',
      '/api/starred': 'GET,PATCH',
      '/api/legacy/[id]': 'GET,DELETE',
      '/api/legacy': 'POST',
      '/api/table': 'GET,PUT',
      '/api/uncertain/faulty': '',
      '/api/uncertain/handler': 'GET,POST',
    });
  });

  it('names enums by fields and by their values', () => {
    expect(routeAt('/api/files/[...path]').enums).toEqual(['PostState']);
    expect(routeAt('/api/namespace').enums).toEqual(['Role']);
  });

  it('names the place and the reason of what it cannot follow', () => {
    const reasons = Object.fromEntries(
      found.routes.map((route) => [route.path, route.uncertain.map(({ reason }) => reason).join(' ')]),
    );
    expect(reasons['/api/uncertain/computed']).toContain('`prisma[name]` names its member at run time');
    expect(reasons['/api/uncertain/broken']).toMatch(/src\/lib\/broken\.ts does not parse in line 1/);
    expect(reasons['/api/uncertain/guess']).toContain('`container.db.user.findMany` looks like a query');
    expect(reasons['/api/uncertain/lost']).toContain('The module @/lib/gone was not found');
    expect(routeAt('/api/uncertain/computed').uncertain[0]?.at.line).toBe(3);
  });
});
