import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedClient } from '../../../shared/client';
import { errorCode, errorText } from './errors';

/** The folders that Prisma makes in a client's; whatever else lies beside it is no business of ours. */
const FOLDERS = ['internal', 'models', 'runtime', 'sql', 'deno'];

export type ClientListing = {
  /** By relative path with `/` between, sorted. */
  files: GeneratedClient['files'];
  /** Changes with every file that is written, renamed, added or removed. */
  stamp: string;
  /** When the youngest of them last changed. */
  changedAtMs: number;
};

/**
 * All files of a client with their sizes and times.
 * @returns what lies there instead, where it is no folder with files
 * @throws Error with a sentence where the folder may not be read
 */
export async function listClient(
  dir: string,
): Promise<ClientListing | 'nothing' | 'a file' | 'an empty folder'> {
  try {
    const top = await readdir(dir);
    if (top.length === 0) return 'an empty folder';
    const below = await Promise.all(
      FOLDERS.filter((folder) => top.includes(folder)).map(async (folder) =>
        (await namesIn(join(dir, folder))).map((name) => `${folder}/${name}`),
      ),
    );
    const found = await Promise.all([...top, ...below.flat()].map((path) => describe(dir, path)));
    const files = found.filter((file) => file !== null).sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      files: files.map(({ path, sizeBytes, modifiedAt }) => ({ path, sizeBytes, modifiedAt })),
      stamp: files.map(({ path, stamp }) => `${path} ${stamp}`).join('\n'),
      changedAtMs: files.reduce((last, { changedAtMs }) => Math.max(last, changedAtMs), 0),
    };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return 'nothing';
    if (code === 'ENOTDIR') return 'a file';
    throw new Error(
      `The folder of the generated client ${dir} cannot be read (${code ?? errorText(error)}): give the user of this process the right to read it, or set --client.`,
    );
  }
}

/** A folder that goes away meanwhile has nothing in it; a file of that name is counted as such. */
async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

async function describe(dir: string, path: string) {
  try {
    const found = await stat(join(dir, path));
    if (!found.isFile()) return null;
    const { size, mtimeMs, ctimeMs, ino } = found;
    return {
      path,
      sizeBytes: size,
      modifiedAt: found.mtime.toISOString(),
      stamp: `${size} ${mtimeMs} ${ctimeMs} ${ino}`,
      changedAtMs: ctimeMs,
    };
  } catch (error) {
    // Somebody regenerates at this moment: a file that is gone again was not there.
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
