import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * A hash of files' paths and contents. Contents, not times: a fresh checkout or a branch switched to and fro must not
 * cost a build.
 * @param paths files and folders, relative to `root`; those that do not exist count as such
 * @param leaveOut relative paths of folders or files that do not count
 */
export async function hashTree(root: string, paths: string[], leaveOut: string[] = []): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (path: string): Promise<void> => {
    if (leaveOut.includes(path) || path.includes('.test.')) return;
    const info = await stat(join(root, path)).catch(() => null);
    if (info === null) hash.update(`${path}\0none\n`);
    else if (info.isDirectory()) {
      for (const name of (await readdir(join(root, path))).sort()) await visit(`${path}/${name}`);
    } else {
      hash.update(`${path}\0${info.size}\0`).update(await readFile(join(root, path)));
    }
  };
  for (const path of paths) await visit(path);
  return hash.digest('hex');
}

/** Whether a stamp file holds this hash. */
export async function isStamped(file: string, hash: string): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => '')).trim() === hash;
}

export async function writeStamp(file: string, hash: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${hash}\n`);
}
