import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withWholeFolder } from './whole-folder';

let root = '';
let dir = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftboard-whole-'));
  dir = join(root, 'client');
  await write(dir, 'old');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(folder: string, text: string): Promise<void> {
  await mkdir(folder);
  await Promise.all(['a', 'b'].map((name) => writeFile(join(folder, name), text)));
}

async function replace(): Promise<void> {
  await write(join(root, 'new'), 'new');
  await rename(dir, join(root, `old-${Date.now()}-${Math.random()}`));
  await rename(join(root, 'new'), dir);
}

const read = (name: string) => readFile(join(dir, name), 'utf8');

it('reads once where nothing changes', async () => {
  let calls = 0;
  expect(await withWholeFolder(dir, async () => ++calls)).toBe(1);
});

it('reads again where the folder was replaced in the middle, so that both halves are of one client', async () => {
  let calls = 0;
  const both = await withWholeFolder(dir, async () => {
    const first = await read('a');
    if (++calls === 1) await replace();
    return [first, await read('b')];
  });
  expect(both).toEqual(['new', 'new']);
});

it('takes an error for the reader, where the folder stayed, and for the swap, where it did not', async () => {
  await expect(withWholeFolder(dir, () => read('missing'))).rejects.toThrow('ENOENT');
  let calls = 0;
  const text = await withWholeFolder(dir, async () => {
    if (++calls > 1) return read('a');
    await replace();
    throw new Error('half');
  });
  expect(text).toBe('new');
});

it('gives up with a sentence where it never settles', async () => {
  await expect(withWholeFolder(dir, replace)).rejects.toThrow(/was replaced each of the 5 times/);
});
