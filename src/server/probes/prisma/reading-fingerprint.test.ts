import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readingFingerprint } from './reading-fingerprint';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'driftboard-reading-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('is worked out where the sources have no name, and kept for those that have one', async () => {
  const worked = await readingFingerprint(dataDir, null);
  expect(worked).toMatch(/^[0-9a-f]{64}$/);
  expect(await readdir(dataDir)).toEqual([]);

  expect(await readingFingerprint(dataDir, 'b1')).toBe(worked);
  const file = path.join(dataDir, 'cache', 'reading-b1.json');
  expect(await readFile(file, 'utf8')).toContain(JSON.stringify(worked));

  const other = 'f'.repeat(64);
  await writeFile(file, `\n${JSON.stringify(other)}`);
  expect(await readingFingerprint(dataDir, 'b1')).toBe(other);
  await writeFile(file, 'half of i');
  expect(await readingFingerprint(dataDir, 'b1')).toBe(worked);
});
