import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse, relative } from 'node:path';
import { isAlive } from '../embedded/processes';
import { isInside } from './list-files';

const PREFIX = 'driftboard-types-';

/** A folder in which every path of the machine has its place: nothing outside of it is ever written. */
export type MirrorFolder = {
  root: string;
  /** Where a path stands in it. */
  at(path: string): string;
  /** Copies a file to the place of `as` (its own by default). Never a link: a compiler that writes must not reach the original. */
  copy(file: string, as?: string): Promise<void>;
  /** Makes a link at the place of `path` that leads to `target`. */
  link(path: string, target: string): Promise<void>;
  /** Empties the place of a folder. */
  clear(path: string): Promise<void>;
  remove(): Promise<void>;
};

/** Makes one among the temporary files of the system, and removes those of processes that died. */
export async function makeMirrorFolder(): Promise<MirrorFolder> {
  const base = await realpath(tmpdir());
  await removeOrphans(base);
  const root = await mkdtemp(join(base, `${PREFIX}${process.pid}-`));
  const at = (path: string) => join(root, relative(parse(path).root, path));
  const known = new Set<string>();
  /** A link on the way would lead out of the mirror, and what is written there into the application. */
  async function folder(path: string): Promise<void> {
    if (known.has(path)) return;
    await mkdir(path, { recursive: true });
    const real = await realpath(path);
    if (real !== path && !isInside(root, real)) {
      throw new Error(`${path} leads out of the copy of the application: its types cannot be checked here.`);
    }
    known.add(path);
  }
  return {
    root,
    at,
    async copy(file, as = file) {
      await folder(dirname(at(as)));
      await copyFile(file, at(as), constants.COPYFILE_FICLONE);
    },
    async link(path, target) {
      await folder(dirname(at(path)));
      await symlink(target, at(path), 'junction');
    },
    async clear(path) {
      await folder(dirname(at(path)));
      await rm(at(path), { recursive: true, force: true });
      known.clear();
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

async function removeOrphans(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || Number(pid) === process.pid || (await isAlive(Number(pid)))) continue;
    // Another user's is not ours to remove, and no reason to check nothing.
    await rm(join(base, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
