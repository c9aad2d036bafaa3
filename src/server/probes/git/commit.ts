import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * The commit that a working tree stands on, read from its `.git` without starting git.
 * @param from a file or folder inside the working tree
 * @returns 40 or 64 hexadecimal digits, or null outside of a working tree or before the first commit
 */
export async function readCommit(from: string): Promise<string | null> {
  const gitDir = await findGitDir(path.resolve(from));
  if (gitDir === null) return null;
  const head = (await readText(path.join(gitDir, 'HEAD')))?.trim();
  if (head === undefined) return null;
  if (!head.startsWith('ref: ')) return isHash(head) ? head : null;
  const ref = head.slice('ref: '.length);
  // A linked worktree keeps its branches in the main one's folder, which `commondir` names.
  const common = (await readText(path.join(gitDir, 'commondir')))?.trim();
  const refsDir = common === undefined ? gitDir : path.resolve(gitDir, common);
  const loose = (await readText(path.join(refsDir, ref)))?.trim();
  if (loose !== undefined) return isHash(loose) ? loose : null;
  const packed = await readText(path.join(refsDir, 'packed-refs'));
  const line = packed?.split('\n').find((entry) => entry.endsWith(` ${ref}`));
  const hash = line?.split(' ')[0];
  return hash !== undefined && isHash(hash) ? hash : null;
}

const isHash = (text: string) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

async function findGitDir(start: string): Promise<string | null> {
  for (let dir = start; ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, '.git');
    const found = await stat(candidate).catch(ignoreMissing);
    if (found?.isDirectory()) return candidate;
    if (found?.isFile()) {
      const pointer = /^gitdir: (.+)$/m.exec((await readText(candidate)) ?? '')?.[1];
      return pointer === undefined ? null : path.resolve(dir, pointer.trim());
    }
    if (path.dirname(dir) === dir) return null;
  }
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(ignoreMissing);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EACCES') return undefined;
  throw error;
}
