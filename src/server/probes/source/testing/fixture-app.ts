import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aField, aModel, anEnum, aSchema } from '../../../../checks/testing/client-builders';

const relation = (name: string, type: string, isList = true) =>
  aField(name, { kind: 'object', type, isList });

/** The schema that the fixture's code uses. */
export const FIXTURE_SCHEMA = aSchema(
  [
    aModel('User', 'users', [
      'id',
      'email',
      aField('role', { kind: 'enum', type: 'Role' }),
      relation('posts', 'Post'),
      relation('profile', 'Profile', false),
    ]),
    aModel('Profile', 'profiles', ['id', 'bio', relation('user', 'User', false)]),
    aModel('Post', 'posts', [
      'id',
      'title',
      aField('state', { kind: 'enum', type: 'PostState' }),
      relation('author', 'User', false),
      relation('comments', 'Comment'),
      relation('tags', 'Tag'),
    ]),
    aModel('Comment', 'comments', ['id', 'text', relation('post', 'Post', false)]),
    aModel('Tag', 'tags', ['id', 'name']),
    aModel('Order', 'orders', ['id', 'total', relation('lines', 'OrderLine')]),
    aModel('OrderLine', 'order_lines', ['id', 'amount']),
    aModel('Invoice', 'invoices', ['id']),
    aModel('Setting', 'settings', ['id', 'value']),
    aModel('AuditLog', 'audit_logs', ['id', 'action']),
    aModel('Session', 'sessions', ['id', 'token']),
    aModel('Product', 'products', ['id', 'name']),
  ],
  [anEnum('Role', ['ADMIN', 'USER']), anEnum('PostState', ['DRAFT', 'PUBLISHED'])],
);

/** An application with every routing feature of Next, and with models used in every way that code has. */
export const FIXTURE_FILES: Record<string, string> = {
  'package.json': '{ "name": "fixture", "dependencies": { "next": "16.0.0", "@prisma/client": "7.0.0" } }',
  'tsconfig.json':
    '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "~lib/*": ["./src/lib/*"] } } }',
  'next.config.mjs': `
    const config = {
      async rewrites() { return [{ source: '/old/:path*', destination: '/api/:path*' }]; },
    };
    export default config;`,
  'public/robots.txt': 'x',

  // Clients, under several names.
  'src/lib/db.ts': `
    import { PrismaClient } from '@prisma/client';
    const globalForPrisma = globalThis as unknown as { prisma: PrismaClient | undefined };
    export const prisma = globalForPrisma.prisma ?? new PrismaClient();
    if (process.env.NODE_ENV !== 'production') globalForPrisma.prisma = prisma;
    export default prisma;`,
  'src/lib/lazy-db.ts': `
    import { PrismaClient } from '@prisma/client';
    let client: PrismaClient | undefined;
    export function database() {
      if (!client) client = new PrismaClient();
      return client;
    }`,
  'src/lib/extended.ts': `
    import { prisma } from './db';
    export const extended = prisma.$extends({
      model: { user: { async signUp(email: string) { return prisma.session.create({ data: { token: email } }); } } },
      query: { product: { async findMany({ args, query }) { await prisma.auditLog.create({ data: { action: 'read' } }); return query(args); } } },
    });`,
  'src/lib/index.ts': `
    export * from './db';
    export { database as lazily } from './lazy-db';
    export * as repositories from './repositories';`,

  // Three calls deep, with the client passed on.
  'src/lib/users.ts': `
    import type { PrismaClient, Prisma } from '@prisma/client';
    import { prisma as db } from './db';
    export async function userPage(id: string) { return loadUser(id); }
    async function loadUser(id: string) { return findIt(db, id); }
    async function findIt(client: PrismaClient, id: string) {
      return client.user.findUnique({ where: { id }, select: { email: true, profile: { select: { bio: true } } } });
    }
    export function neverCalled() { return db.invoice.findMany(); }
    export async function inTransaction(tx: Prisma.TransactionClient) { await tx.auditLog.create({ data: { action: 'x' } }); }`,
  'src/lib/repositories.ts': `
    import { PrismaClient } from '@prisma/client';
    import { prisma } from './db';
    abstract class Repository {
      constructor(protected readonly client: PrismaClient) {}
      log(action: string) { return this.client.auditLog.create({ data: { action } }); }
    }
    export class OrderRepository extends Repository {
      async list() { await super.log('list'); return this.find(); }
      private find() { return this.client.order.findMany({ include: { lines: true } }); }
      unused() { return this.client.invoice.count(); }
    }
    export class OrderService {
      private readonly orders = new OrderRepository(prisma);
      get repository() { return this.orders; }
      static make() { return new OrderService(); }
      all() { return this.repository.list(); }
    }`,
  'src/lib/context.ts': `
    import type { PrismaClient } from '@prisma/client';
    export interface Context { client: PrismaClient; user: { id: string } }
    export type Work<T> = (context: Context) => Promise<T>;
    export function handler<T>(work: Work<T>, make: () => Context) {
      return async (request: Request) => Response.json(await work(make()));
    }`,
  'src/lib/cycle-a.ts': `
    import { odd } from './cycle-b';
    import { prisma } from './db';
    export async function even(n: number) { if (n === 0) return prisma.setting.findMany(); return odd(n - 1); }`,
  'src/lib/cycle-b.ts': `
    import { even } from './cycle-a';
    export async function odd(n: number) { return even(n - 1); }`,
  'src/lib/fake.ts': `
    export const prisma = { user: { findMany: async () => [] }, post: { count: () => 3 } };`,
  'src/lib/common.cjs': `
    const { prisma } = require('./db');
    module.exports = { tags: () => prisma.tag.findMany() };`,

  // App Router.
  'src/app/page.tsx': 'export default function Page() { return <p />; }',
  'src/app/api/users/[id]/route.ts': `
    import { userPage } from '@/lib/users';
    export async function GET(request: Request, { params }) { return Response.json(await userPage((await params).id)); }
    export const DELETE = async () => { const { prisma } = await import('~lib/db'); await prisma.session.deleteMany(); };`,
  'src/app/(shop)/api/orders/route.ts': `
    import { OrderService } from '@/lib/repositories';
    export async function GET() { return Response.json(await OrderService.make().all()); }`,
  'src/app/api/files/[...path]/route.tsx': `
    import client from '@/lib/db';
    const { post, tag: tags } = client;
    export function GET() { return post.findMany({ where: { state: 'DRAFT', tags: { some: { name: 'x' } } }, orderBy: { title: 'asc' } }); }
    export const POST = async () => { await tags.create({ data: { name: 'y' } }); };`,
  'src/app/api/shop/[[...slug]]/route.js': `
    import { tags } from '../../../../lib/common.cjs';
    export function GET() { return tags(); }`,
  'src/app/@modal/api/slot/route.ts': `
    import { lazily } from '@/lib';
    export async function GET() { return lazily().product.findMany(); }`,
  'src/app/api/_private/route.ts': 'export function GET() {}',
  'src/app/api/feed/(.)photo/route.ts': 'export function GET() {}',
  'src/app/api/re-exported/route.ts': `export { GET, PATCH } from '@/handlers/settings';`,
  'src/app/api/starred/route.ts': `export * from '@/handlers/star';`,
  'src/handlers/star.ts': `export * from './settings';`,
  'src/handlers/settings.ts': `
    import { prisma as database } from '@/lib';
    async function read() { return database.setting.findMany(); }
    export { read as GET };
    export async function PATCH() { await database.setting.update({ where: { id: 'a' }, data: { value: 'b' } }); }`,
  'src/app/api/destructured/route.ts': `
    import { createHandlers } from '@/lib/create-handlers';
    export const { GET, POST } = createHandlers();`,
  'src/lib/create-handlers.ts': `
    import { prisma } from './db';
    export const createHandlers = () => ({
      GET: async () => prisma.comment.findMany(),
      POST: async () => prisma.comment.create({ data: { text: 'x', post: { connect: { id: 'a' } } } }),
    });`,
  'src/app/api/wrapped/route.ts': `
    import { withAuth } from 'some-auth-package';
    import { withLog } from '@/lib/with-log';
    import { prisma } from '@/lib/db';
    export const GET = withAuth(async () => prisma.session.findMany());
    export const PUT = withLog((request: Request) => prisma.profile.updateMany({ data: { bio: '' } }));`,
  'src/lib/with-log.ts': `
    import { prisma } from './db';
    export function withLog(handler: (request: Request) => Promise<unknown>) {
      return async function logged(request: Request) { await prisma.auditLog.create({ data: { action: 'log' } }); return handler(request); };
    }`,
  'src/app/api/packaged/route.ts': `
    import { createRouter } from 'some-router-package';
    import { prisma } from '@/lib/db';
    const handlers = createRouter({ GET: () => prisma.tag.count(), POST: () => prisma.product.create({ data: { name: 'x' } }) });
    export const { GET, POST } = handlers;`,
  'src/app/api/transaction/route.ts': `
    import { prisma } from '@/lib/db';
    import { inTransaction } from '@/lib/users';
    export async function POST() {
      await prisma.$transaction(async (tx) => { await tx.order.create({ data: {} }); await inTransaction(tx); });
      await prisma.$transaction([prisma.invoice.create({ data: {} }), prisma.setting.deleteMany()]);
    }`,
  'src/app/api/sql/route.ts': `
    import { Prisma } from '@prisma/client';
    import { prisma } from '@/lib/db';
    export async function GET(request: Request) {
      const limit = 3;
      const condition = Prisma.sql\`WHERE p.id = \${request.url}\`;
      return prisma.$queryRaw\`WITH latest AS (SELECT * FROM comments) SELECT * FROM "posts" p JOIN latest l ON true \${condition} LIMIT \${limit}\`;
    }
    export async function POST() { await prisma.$executeRawUnsafe('DELETE FROM public.sessions'); }`,
  'src/app/api/extended/route.ts': `
    import { extended } from '@/lib/extended';
    export async function GET() { await extended.user.signUp('x'); return extended.product.findMany(); }`,
  'src/app/api/context/route.ts': `
    import { handler, type Context } from '@/lib/context';
    import { database } from '@/lib/lazy-db';
    const make = (): Context => ({ client: database(), user: { id: 'a' } });
    export const GET = handler(async ({ client, user }) => client.post.count({ where: { author: { id: user.id } } }), make);
    export const POST = handler(async (ctx) => ctx.client.comment.deleteMany(), make);`,
  'src/app/api/cycle/route.ts': `
    import { even } from '@/lib/cycle-a';
    export const GET = () => even(10);`,
  'src/app/api/namespace/route.ts': `
    import * as lib from '@/lib';
    import { Role } from '@prisma/client';
    export async function GET() {
      const orders = new lib.repositories.OrderRepository(lib.prisma);
      await Promise.all(['a', 'b'].map((id) => lib.prisma.user.findFirst({ where: { role: Role.ADMIN } })));
      return orders.list();
    }`,
  'src/app/api/fluent/route.ts': `
    import { prisma } from '@/lib/db';
    export const GET = () => prisma.user.findUnique({ where: { id: 'a' } }).posts();`,
  'src/app/api/false-friends/route.ts': `
    import { prisma } from '@/lib/fake';
    import { userPage, neverCalled } from '@/lib/users';
    const service = { user: { findMany() { return []; } } };
    export function GET() {
      if (false) neverCalled();
      return [prisma.user.findMany(), prisma.post.count(), service.user.findMany()];
      neverCalled();
    }`,
  'src/app/api/plain/route.ts':
    'export function GET() { return new Response(null); }\nexport const dynamic = "force-dynamic";',

  // What cannot be followed.
  'src/app/api/uncertain/computed/route.ts': `
    import { prisma } from '@/lib/db';
    export async function GET(request: Request) { const name = new URL(request.url).searchParams.get('model'); return prisma[name].findMany(); }`,
  'src/app/api/uncertain/import/route.ts': `
    export async function GET(request: Request) { const { run } = await import(request.url); return run(); }`,
  'src/app/api/uncertain/lost/route.ts': `
    import { gone } from '@/lib/gone';
    export async function GET() { return gone(); }`,
  'src/app/api/uncertain/broken/route.ts': `
    import { broken } from '@/lib/broken';
    export async function GET() { return broken(); }`,
  'src/lib/broken.ts': 'export function broken( {',
  'src/app/api/uncertain/faulty/route.ts': 'export function GET( {',
  'src/app/api/uncertain/given-away/route.ts': `
    import { crud } from 'some-crud-package';
    import { prisma } from '@/lib/db';
    export const GET = () => crud(prisma);`,
  'src/app/api/uncertain/guess/route.ts': `
    import { container } from 'some-container';
    export async function GET() { return container.db.user.findMany(); }`,
  'src/app/api/uncertain/handler/route.ts': `
    import { auth } from 'some-auth-package';
    export const { GET, POST } = auth;`,
  'src/app/api/uncertain/sql/route.ts': `
    import { prisma } from '@/lib/db';
    export async function GET(request: Request) { return prisma.$queryRawUnsafe(await request.text()); }`,
  'src/app/api/uncertain/include/route.ts': `
    import { prisma } from '@/lib/db';
    export async function POST(request: Request) { const { include } = await request.json(); return prisma.post.findMany({ include }); }`,

  // Pages Router.
  'src/pages/index.tsx': 'export default function Home() { return null; }',
  'src/pages/api/legacy/[id].ts': `
    import prisma from '../../../lib/db';
    export default async function handler(req, res) {
      switch (req.method) {
        case 'GET': return res.json(await prisma.user.findUnique({ where: { id: req.query.id } }));
        case 'DELETE':
          await prisma.session.deleteMany();
          return res.status(204).end();
        default: return res.status(405).end();
      }
    }`,
  'src/pages/api/legacy/index.ts': `
    import prisma from '@/lib/db';
    const handler = async (req, res) => {
      if (req.method !== 'POST') return res.status(405).end();
      res.json(await prisma.invoice.create({ data: {} }));
    };
    export default handler;`,
  'src/pages/api/any.js': `
    import prisma from '../../lib/db';
    export default async (req, res) => res.json(await prisma.tag.findMany());`,
  'src/pages/api/table.ts': `
    import { prisma } from '@/lib/db';
    const methods = { GET: () => prisma.order.findMany(), PUT: () => prisma.invoice.updateMany({ data: {} }) };
    export default async function handler({ method }, res) {
      const run = methods[method];
      if (!run) return res.status(405).end();
      res.json(await run());
    }`,

  // What is no part of the application.
  'node_modules/some-auth-package/index.js':
    'export const withAuth = (handler) => handler; export const auth = {};',
  'node_modules/some-auth-package/package.json':
    '{ "name": "some-auth-package", "main": "index.js", "type": "module" }',
  '.next/server/app/api/built/route.js': 'export function GET() {}',
  'dist/app/api/built/route.js': 'export function GET() {}',
};

/** Writes files below a folder. */
export async function writeFiles(root: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
