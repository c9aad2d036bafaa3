import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const GENERATED = path.join(ROOT, 'src', 'generated');
const NEEDED = [
  'bin',
  'src',
  'docs',
  'prisma',
  'package.json',
  'package-lock.json',
  'prisma.config.ts',
  'tsconfig.json',
];

test('the command line runs in a clone in which nothing was generated', { timeout: 120_000 }, async () => {
  const clone = await mkdtemp(path.join(tmpdir(), 'driftboard-clone-'));
  try {
    for (const name of NEEDED)
      await cp(path.join(ROOT, name), path.join(clone, name), {
        recursive: true,
        filter: (source) => !source.startsWith(GENERATED),
      });
    await symlink(path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules'));
    const command = [path.join(clone, 'bin', 'driftboard.mjs'), 'explain', 'table.missing'];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: clone });
    expect(stdout).toContain('table.missing');
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
});
