import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropDatabase } from '../src/server/embedded/databases';
import { withTestServer } from '../src/server/embedded/testing';
import { prepareLook } from './look';
import { prepare } from './sizes';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-bench-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the schema and the DDL that the benchmark makes up are the same, and every check of them compares', async () => {
  const server = withTestServer();
  try {
    const prepared = await prepare('s50', server, folder, process.cwd());
    expect(prepared.objects).toEqual({ tables: 50, columns: 600, constraints: 150, indexes: 250 });
    const looker = await prepareLook(prepared, { projectRoot: process.cwd(), dataDir: folder });
    try {
      const looked = await looker.look();
      expect(looked.findings).toBe(0);
      expect(looked.compared).toBeGreaterThan(50 + 600 + 250);
      expect(looked.ran).toEqual(expect.arrayContaining(['tables', 'columns', 'enums', 'foreign-keys']));
    } finally {
      await looker.close();
    }
  } finally {
    await dropDatabase(server.url('postgres'), 's50');
  }
});
