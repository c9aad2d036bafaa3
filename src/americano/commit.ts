import { readFile } from 'node:fs/promises';
import path from 'node:path';

const OBJECT_NAME = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The commit that runs here. In: the project folder and the environment (`GIT_COMMIT` wins). Out: the object name, or
 * null where there is no repository. Read from files, since a server may have no git.
 */
export async function readCommit(
  projectDir: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  if (env.GIT_COMMIT) return env.GIT_COMMIT;
  const gitDir = await resolveGitDir(projectDir);
  const head = await textOf(path.join(gitDir, 'HEAD'));
  if (head === null) return null;
  if (OBJECT_NAME.test(head)) return head;
  const ref = /^ref: (\S+)$/.exec(head)?.[1];
  if (ref === undefined) return null;
  const commonDir = path.resolve(gitDir, (await textOf(path.join(gitDir, 'commondir'))) ?? '.');
  const loose = await textOf(path.join(commonDir, ref));
  if (loose !== null && OBJECT_NAME.test(loose)) return loose;
  const packed = (await textOf(path.join(commonDir, 'packed-refs'))) ?? '';
  for (const line of packed.split('\n')) {
    const [name, packedRef] = line.split(' ');
    if (packedRef === ref && name !== undefined && OBJECT_NAME.test(name)) return name;
  }
  return null;
}

/** In a linked worktree `.git` is a file that names the folder. */
async function resolveGitDir(projectDir: string): Promise<string> {
  const dotGit = path.join(/* turbopackIgnore: true */ projectDir, '.git');
  const link = /^gitdir: (.+)$/.exec((await textOf(dotGit)) ?? '')?.[1];
  return link === undefined ? dotGit : path.resolve(projectDir, link);
}

async function textOf(file: string): Promise<string | null> {
  try {
    return (await readFile(/* turbopackIgnore: true */ file, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'EACCES') return null;
    throw error;
  }
}
