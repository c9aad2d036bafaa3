import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { errorCode } from '../../probes/client/errors';

/**
 * Tells whether a folder is still the one that was seen: every file in it by path, size and time of change. Renaming the
 * folder changes nothing of it. Null where there is no such folder.
 */
export async function folderDigest(dir: string): Promise<string | null> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const lines = await Promise.all(
      entries
        .filter((entry) => !entry.isDirectory())
        .map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          const { size, mtimeNs } = await lstat(path, { bigint: true });
          return `${relative(dir, path)}\0${size}\0${mtimeNs}`;
        }),
    );
    return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
