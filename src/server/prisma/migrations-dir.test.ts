import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMigrationsDir } from './migrations-dir';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'driftboard-migrations-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function read(sql: string) {
  await mkdir(path.join(dir, '1_a'), { recursive: true });
  await writeFile(path.join(dir, '1_a', 'migration.sql'), sql);
  const [migration] = (await readMigrationsDir(dir)).migrations;
  if (migration === undefined) throw new Error('The migration of the test was not read.');
  return migration;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('a migration has the checksum of its bytes, and beside it those of the same text with other line ends', async () => {
  const [lf, crlf] = ['SELECT 1;\nSELECT 2;\n', 'SELECT 1;\r\nSELECT 2;\r\n'];
  for (const [own, other] of [
    [lf, crlf],
    [crlf, lf],
  ] as const) {
    const { checksum, alike } = await read(own);
    expect(checksum).toBe(sha256(own));
    expect(alike).toContainEqual({ checksum: sha256(other), by: 'line-ends' });
    expect(alike).not.toContainEqual(expect.objectContaining({ checksum }));
  }
});

test('old engines left out the leading zero of each byte', async () => {
  const { checksum, alike } = await read('SELECT 3;\n');
  const bytes = Buffer.from(checksum, 'hex');
  const old = [...bytes].map((byte) => byte.toString(16)).join('');
  expect(alike).toContainEqual({ checksum: old, by: 'old-format' });
});
