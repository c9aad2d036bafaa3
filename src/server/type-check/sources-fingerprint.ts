import { createHash, randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Folders that no include pattern means, or whose files are among the sources by name. */
const LEFT_OUT = new Set(['node_modules', '.git', '.next', '.data', 'coverage']);
const READABLE = /\.([mc]?[jt]sx?|json)$/;

/**
 * A mark of all that a compiler could read for a tsconfig, by names, sizes and times: below its folder every file (a new
 * one counts), elsewhere those that it read; and what npm and its like note of the packages. Reads no contents.
 * @param more further lines that belong to it
 * @param notAfter where something has changed since (ISO 8601), the mark fits nothing
 */
export async function sourcesFingerprint(
  tsconfig: string,
  sources: readonly string[],
  more: readonly string[],
  notAfter?: string,
): Promise<string> {
  const root = dirname(tsconfig);
  const files = [...new Set([...(await walk(root)), ...sources, ...locksAbove(root)])].sort();
  const found = await Promise.all(
    files.map(async (file) => ({ file, at: await stat(file).catch(() => null) })),
  );
  const limit = notAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(notAfter);
  if (found.some(({ at }) => (at?.mtimeMs ?? 0) >= limit)) return `changed:${randomUUID()}`;
  const hash = createHash('sha256');
  for (const { file, at } of found) hash.update(`${file} ${at?.size} ${at?.mtimeMs}\n`);
  for (const line of more) hash.update(`${line}\n`);
  return hash.digest('hex');
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(path);
      return READABLE.test(entry.name) ? [path] : [];
    }),
  );
  return below.flat();
}

/** What changes with every installation of packages. */
function locksAbove(root: string): string[] {
  const notes = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml'];
  const found = [];
  for (let dir = root; ; dir = dirname(dir)) {
    found.push(...notes.map((note) => join(dir, 'node_modules', note)));
    if (dirname(dir) === dir) return found;
  }
}
