import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCommit } from './commit';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'commit-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
  await writeFile(path.join(dir, name), text);
}

describe('the commit', () => {
  it('is what GIT_COMMIT says, and null without a repository', async () => {
    expect(await readCommit(dir, { GIT_COMMIT: 'abc' })).toBe('abc');
    expect(await readCommit(dir, {})).toBeNull();
  });

  it('is read from a detached HEAD, a loose ref and a packed ref', async () => {
    await file('.git/HEAD', `${COMMIT}\n`);
    expect(await readCommit(dir, {})).toBe(COMMIT);
    await file('.git/HEAD', 'ref: refs/heads/main\n');
    expect(await readCommit(dir, {})).toBeNull();
    await file('.git/packed-refs', `# pack-refs with: peeled\n${COMMIT} refs/heads/main\n`);
    expect(await readCommit(dir, {})).toBe(COMMIT);
    await file('.git/refs/heads/main', `${COMMIT.replace('0', 'f')}\n`);
    expect(await readCommit(dir, {})).toBe(COMMIT.replace('0', 'f'));
  });

  it('is read through the file of a linked worktree', async () => {
    await file('main/.git/refs/heads/work', COMMIT);
    await file('main/.git/worktrees/w/HEAD', 'ref: refs/heads/work\n');
    await file('main/.git/worktrees/w/commondir', '../..\n');
    await file('w/.git', `gitdir: ${path.join(dir, 'main/.git/worktrees/w')}\n`);
    expect(await readCommit(path.join(dir, 'w'), {})).toBe(COMMIT);
  });

  it('is null for a HEAD that says nothing known', async () => {
    await file('.git/HEAD', 'nonsense');
    expect(await readCommit(dir, {})).toBeNull();
  });
});
