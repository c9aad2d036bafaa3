import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover } from './discover';
import { FIXTURE_SCHEMA, writeFiles } from './testing/fixture-app';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-ways-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const DB = `
  import { PrismaClient } from '@prisma/client';
  export const prisma = new PrismaClient();`;

/** What one route uses, `Model operation` each, and how many things of it are uncertain. */
async function read(
  code: string,
  files: Record<string, string> = {},
): Promise<{ uses: string[]; unsure: string[] }> {
  count += 1;
  const root = path.join(folder, String(count));
  await writeFiles(root, { 'lib/db.ts': DB, 'app/api/x/route.ts': code, ...files });
  const { routes } = await discover({ root, schema: FIXTURE_SCHEMA, clientFolders: [] });
  const [route] = routes;
  return {
    uses: (route?.models ?? []).map(({ model, operations }) => `${model} ${operations}`),
    unsure: (route?.uncertain ?? []).map(({ reason }) => reason),
  };
}
const IMPORT = "import { prisma } from '../../../lib/db';\n";

describe('ways to a query that are followed', () => {
  it.each([
    [
      'a delegate and an operation in variables',
      'export function GET() { const { user } = prisma; const { count } = user; return [user.findMany(), count()]; }',
      ['User count,findMany'],
    ],
    [
      'a default parameter',
      'async function load(client = prisma) { return client.tag.findMany(); } export const GET = () => load();',
      ['Tag findMany'],
    ],
    [
      'a function handed on',
      'const one = (id: string) => prisma.post.findUnique({ where: { id } }); export const GET = () => ["a"].map(one);',
      ['Post findUnique'],
    ],
    [
      'a function given to data of the request',
      'export const POST = async (request: Request) => (await request.json()).map((id: string) => prisma.tag.delete({ where: { id } }));',
      ['Tag delete'],
    ],
    [
      'an object with this',
      'const users = { db: prisma, all() { return this.db.user.findMany(); } }; export const GET = () => users.all();',
      ['User findMany'],
    ],
    [
      'a getter',
      'const it = { get db() { return prisma; } }; export const GET = () => it.db.tag.count();',
      ['Tag count'],
    ],
    [
      'a function that is called at once',
      'export const GET = async () => (async () => prisma.tag.count())();',
      ['Tag count'],
    ],
    [
      'rest and spread',
      'const inner = async (request: Request, id: string) => prisma.user.count(); export const GET = (...args: [Request, string]) => inner(...args);',
      ['User count'],
    ],
    [
      'currying',
      'const by = (client: typeof prisma) => (id: string) => client.order.findFirst({ where: { id } }); export const GET = () => by(prisma)("a");',
      ['Order findFirst'],
    ],
    [
      'promises',
      'export const GET = () => Promise.resolve(prisma).then((db) => db.session.count()).catch(() => prisma.auditLog.count()).finally(() => prisma.tag.count());',
      ['AuditLog count', 'Session count', 'Tag count'],
    ],
    [
      'a map of functions',
      'const jobs = new Map([["a", () => prisma.tag.count()]]); export const GET = () => jobs.get("a")?.();',
      ['Tag count'],
    ],
    [
      'what is run later',
      'import { after } from "next/server"; export const GET = () => { after(() => prisma.auditLog.create({ data: {} })); };',
      ['AuditLog create'],
    ],
    [
      'loops and tries',
      'export async function GET() { for (const id of ["a"]) { try { await prisma.tag.findUnique({ where: { id } }); } catch { await prisma.auditLog.create({ data: {} }); } finally { await prisma.session.count(); } } }',
      ['AuditLog create', 'Session count', 'Tag findUnique'],
    ],
    [
      'what a second round of a loop meets',
      'export async function GET() { let again = false; while (true) { if (again) return prisma.tag.count(); again = true; } }',
      ['Tag count'],
    ],
    [
      'overloads',
      'function load(id: string): void; function load(id: number): void; function load(id: unknown) { return prisma.user.count(); } export const GET = () => load(1);',
      ['User count'],
    ],
    [
      'a function further down',
      'export async function GET() { const run = () => later(); return run(); function later() { return prisma.tag.count(); } }',
      ['Tag count'],
    ],
    [
      'type parameters',
      'import type { PrismaClient } from "@prisma/client"; async function load<C extends PrismaClient>(client: C) { return client.tag.count(); } export const GET = (request: Request, it: any) => load(it);',
      ['Tag count'],
    ],
    [
      'a service that is known by its class only',
      'import { container } from "some-container"; class Users { list() { return prisma.user.findMany(); } } export const GET = () => container<Users>("users").list();',
      ['User findMany'],
    ],
    [
      'a class that is a client',
      'import { PrismaClient } from "@prisma/client"; class Database extends PrismaClient { constructor() { super(); } tags() { return this.tag.findMany(); } } const db = new Database(); export const GET = () => [db.tags(), db.user.count()];',
      ['Tag findMany', 'User count'],
    ],
    [
      'a static instance',
      'class Db { static readonly client = prisma; } export const GET = () => Db.client.user.count();',
      ['User count'],
    ],
    [
      'nested writes',
      'export const POST = () => prisma.user.create({ data: { email: "a", posts: { create: [{ title: "x", tags: { connectOrCreate: { where: { id: "a" }, create: { name: "b" } } } }] } } });',
      ['Post data', 'Tag create', 'User create'],
    ],
    [
      'counts of relations',
      'export const GET = () => prisma.user.findMany({ select: { _count: { select: { posts: true } } } });',
      ['Post select', 'User findMany'],
    ],
    [
      'a query that is put together',
      'const base = { include: { comments: true } }; export const GET = (request: Request) => { const query = { ...base, where: request.url ? { author: { is: { email: "a" } } } : undefined }; return prisma.post.findMany(query); };',
      ['Comment include', 'Post findMany', 'User where'],
    ],
    [
      'a wrapper that keeps this of a bound function',
      'class A { run() { return this.db().tag.count(); } db() { return prisma; } } const a = new A(); const run = a.run.bind(a); export const GET = () => run();',
      ['Tag count'],
    ],
  ])('%s', async (_name, code, expected) => {
    expect(await read(IMPORT + code)).toEqual({ uses: expected, unsure: [] });
  });
});

describe('which of several functions is meant', () => {
  it.each([
    [
      'by the key of a map',
      'const jobs = new Map([["a", () => prisma.tag.count()], ["b", () => prisma.user.count()]]); jobs.set; export const GET = () => jobs.get("a")?.();',
      ['Tag count'],
    ],
    [
      'by the member of what a package made of them',
      'import { make } from "some-package"; const api = make({ list: () => prisma.tag.count(), remove: () => prisma.user.deleteMany() }); export const GET = () => api.list();',
      ['Tag count'],
    ],
    [
      'though a factory of the application stands between',
      'import { make } from "some-package"; const both = () => make({ GET: () => prisma.tag.count(), POST: () => prisma.user.deleteMany() }); export const { GET } = both();',
      ['Tag count'],
    ],
  ])('%s', async (_name, code, expected) => {
    expect(await read(IMPORT + code)).toEqual({ uses: expected, unsure: [] });
  });

  it('is uncertain where a package chooses', async () => {
    const code =
      'import { make } from "some-package"; const api = make({ list: () => prisma.tag.count(), remove: () => prisma.user.deleteMany() }); export const GET = () => api.run("list");';
    const { uses, unsure } = await read(IMPORT + code);
    expect(uses).toEqual([]);
    expect(unsure.join()).toContain('several functions (list, remove)');
  });
});

describe('what looks like a query and is none', () => {
  it.each([
    [
      'a local of the same name',
      'export function GET() { const prisma = { user: { findMany: () => [] } }; return prisma.user.findMany(); }',
    ],
    [
      'a parameter of the same name',
      'const load = (prisma: { user: { count(): void } }) => prisma.user.count(); export const GET = () => load({ user: { count() {} } });',
    ],
    [
      'a function that nobody calls',
      'const unused = () => prisma.user.findMany(); export const GET = () => "unused";',
    ],
    [
      'another handler of the file',
      'export const helper = () => prisma.user.findMany(); export const GET = () => new Response();',
    ],
    ['what stands after a return', 'export function GET() { return 1; prisma.user.findMany(); }'],
    [
      'a relation that is switched off',
      'export const GET = () => { const it = { user: prisma }; return it; };',
    ],
    [
      'a branch that is never taken',
      'const on = false; export const GET = () => (on ? prisma.user.count() : null);',
    ],
    ['types alone', 'import type { User } from "@prisma/client"; export const GET = (): User[] => [];'],
  ])('%s', async (_name, code) => {
    expect((await read(IMPORT + code)).uses).toEqual([]);
  });

  it('leaves out a relation that is not asked for', async () => {
    const code =
      'export const GET = () => prisma.user.findMany({ include: { posts: false, profile: true } });';
    expect((await read(IMPORT + code)).uses).toEqual(['Profile include', 'User findMany']);
  });
});

describe('what cannot be followed', () => {
  it.each([
    [
      'a member of the client that is no model',
      'export const GET = () => prisma.customer.findMany();',
      '`customer`, which is no model',
    ],
    [
      'a computed operation',
      'export const GET = (request: Request) => prisma.user[request.url]();',
      'An operation on User is named at run time',
    ],
    [
      'a required module',
      'export const GET = (request: Request) => require(request.url).run();',
      'worked out at run time is required',
    ],
    [
      'a table of no model',
      'export const GET = () => prisma.$queryRaw`SELECT * FROM elsewhere`;',
      'names elsewhere',
    ],
    ['SQL that does not parse', 'export const GET = () => prisma.$queryRaw`SELEC 1`;', 'cannot be'],
    [
      'a function known by its type only',
      'type Port = { load(): Promise<string[]> }; import { get } from "some-container"; export const GET = () => get<Port>("x").load();',
      '`load` is known by its type only',
    ],
    [
      'a client that is given away',
      'import { Adapter } from "some-adapter"; export const GET = () => new Adapter({ prisma });',
      'gives the client to code',
    ],
    [
      'a statement of a file of its own',
      'import { byMail } from "@prisma/client/sql"; export const GET = () => prisma.$queryRawTyped(byMail("a"));',
      'file of its own',
    ],
  ])('%s', async (_name, code, sentence) => {
    const { unsure } = await read(IMPORT + code);
    expect(unsure.join(' ')).toContain(sentence.replace('cannot be', 'is not one that can be read'));
  });

  it('ends where calls go round, and where they are too many', async () => {
    const deep = Array.from({ length: 80 }, (_, index) => `const f${index} = () => f${index + 1}();`).join(
      '\n',
    );
    const { uses, unsure } = await read(
      `${IMPORT}${deep}\nconst f80 = () => prisma.user.count();\nexport const GET = () => f0();`,
    );
    expect(uses).toEqual([]);
    expect(unsure.join()).toContain('More than 60 calls');
    const round =
      'const a = (n: object) => b({ n }); const b = (n: object) => { prisma.tag.count(); return a({ n }); };';
    expect(await read(`${IMPORT}${round} export const GET = () => a({});`)).toEqual({
      uses: ['Tag count'],
      unsure: [],
    });
  });
});
