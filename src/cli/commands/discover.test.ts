import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFiles } from '../../server/probes/source/testing/fixture-app';
import { EndpointManifest } from '../../shared/endpoints';
import type { Io } from '../io';
import { discover } from './discover';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-discover-'));
  await writeFiles(folder, {
    'shop/prisma/schema.prisma':
      'datasource db {\n  provider = "postgresql"\n}\ngenerator client {\n  provider = "prisma-client-js"\n}\nmodel Item {\n  id String @id\n  parts Part[]\n}\nmodel Part {\n  id String @id\n  itemId String\n  item Item @relation(fields: [itemId], references: [id])\n}\n',
    'shop/app/api/items/[id]/route.ts':
      "import { PrismaClient } from '@prisma/client';\nconst db = new PrismaClient();\nexport const GET = () => db.item.findMany({ include: { parts: true } });\nexport const DELETE = () => db.part.deleteMany();\n",
    'shop/app/api/plain/route.ts': 'export const GET = () => new Response();',
    'whole.json':
      '{ "endpoints": [{ "path": "/api/items/[id]", "params": { "id": "7" } }, { "path": "/api/items/[id]", "params": { "id": "7" }, "method": "DELETE", "sideEffects": "all" }, { "path": "/api/plain" }] }',
    'other.json':
      '{ "endpoints": [{ "path": "/api/items/7", "models": ["Item"] }, { "path": "/api/plane" }] }',
    'broken.json': '{ "endpoints": [',
    'odd/next.config.js': 'module.exports = { basePath: process.env.BASE };',
    'odd/app/api/x/route.ts': 'export const GET = () => new Response();',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  let out = '';
  let err = '';
  const colors = pc.createColors(false);
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outColors: colors,
    errColors: colors,
    outWidth: null,
    cwd: folder,
    env: { NODE_ENV: 'test' },
  };
  return { code: await discover(args, io), out, err };
}

describe('driftboard discover', () => {
  it('prints routes, what they use and where, and entries', async () => {
    const { code, out } = await run('--source', 'shop');
    expect(code).toBe(0);
    expect(out).toContain('2 routes below');
    expect(out).toMatch(
      /GET, DELETE \/api\/items\/\[id\] {2}\S+route\.ts:3\n {4}Item {2}findMany {2}\S+route\.ts:3, GET\n/,
    );
    expect(out).toContain('{"path":"/api/items/[id]","params":{"id":"VALUE"},"models":["Item","Part"]}');
  });

  it('is content where the manifest has all of them', async () => {
    const { code, out } = await run('--source', 'shop', '--manifest', 'whole.json');
    expect(out).toContain('The manifest declares every route, and every entry is served.');
    expect(code).toBe(0);
  });

  it('tells what the manifest lacks and what nothing serves', async () => {
    const { code, out } = await run('--source', 'shop', '--manifest', 'other.json', '--format', 'json');
    const { comparison, discovery, proposed } = JSON.parse(out);
    expect(code).toBe(1);
    expect(comparison).toMatchObject({
      undeclared: [{ id: 'DELETE /api/items/[id]' }, { id: 'GET /api/plain' }],
      unserved: [{ id: 'GET /api/plane' }],
      models: [{ id: 'GET /api/items/7', lacking: ['Part'] }],
      unknown: null,
    });
    expect(discovery.routes).toHaveLength(2);
    expect(EndpointManifest.safeParse(proposed).success).toBe(true);
  });

  it('writes a manifest that can be read, and never over a file', async () => {
    const { code, err } = await run('--source', 'shop', '--write', 'new.json');
    expect([code, err]).toEqual([0, 'driftboard: 3 entries are in new.json.\n']);
    const written = EndpointManifest.parse(JSON.parse(await readFile(path.join(folder, 'new.json'), 'utf8')));
    expect(written.endpoints).toHaveLength(3);
    await expect(run('--source', 'shop', '--write', 'new.json')).rejects.toMatchObject({
      faults: ['new.json exists: choose another file, or --force to write over it.'],
    });
    expect((await run('--source', 'shop', '--write', 'new.json', '--force')).code).toBe(0);
    const typed = await run('--source', 'shop', '--manifest', 'new.json', '--write', 'rest.ts');
    expect(typed.err).toContain('there is nothing to write');
    expect(existsSync(path.join(folder, 'rest.ts'))).toBe(false);
  });

  it('is not sure where the code does not tell its routes, or a file cannot be read', async () => {
    expect((await run('--source', 'odd')).code).toBe(2);
    const { code, err } = await run('--source', 'shop', '--manifest', 'broken.json');
    expect(code).toBe(2);
    expect(err).toContain('The manifest');
    expect((await run('--source', 'nowhere')).code).not.toBe(0);
  });

  it('names every fault of its use at once', async () => {
    await expect(run('--format', 'xml', '--write', 'a.yaml', '--whatever')).rejects.toMatchObject({
      faults: [
        '--whatever is no option of this command',
        '--format takes text, json, not "xml".',
        '--write takes a file that ends with .json or .ts, not a.yaml.',
        "Name the folder of the application's code: driftboard discover --source DIR.",
      ],
    });
  });
});
