import type { BigIntStats } from 'node:fs';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { WatchedPlace } from './places';

export type Snapshot = {
  /** What stands for the content of each place, by what it is called. */
  marks: ReadonlyMap<string, string>;
  /** The folders in which something could happen, with what tells a folder from another one in its place. */
  folders: ReadonlyMap<string, string>;
};

/** Folders inside a watched one that are never part of it and may be large. */
const NEVER = new Set(['node_modules', '.git']);

/**
 * How the places are now: names, sizes, times and identities of their files, nothing of their content. What lacks or may
 * not be read is a state too, and no error.
 */
export async function takeSnapshot(places: readonly WatchedPlace[]): Promise<Snapshot> {
  const folders = new Map<string, string>();
  const marks = new Map<string, string>();
  for (const place of places) {
    const parts: string[] = [];
    await lookAt(place.path, place, { parts, folders });
    const before = marks.get(place.what);
    marks.set(place.what, [...(before === undefined ? [] : [before]), ...parts].join('\n'));
    // An editor that saves puts another file in its place; a regeneration another folder.
    for (const beside of new Set([place.path, await realpath(place.path).catch(() => place.path)]))
      await note(path.dirname(beside), folders);
  }
  return { marks, folders };
}

/** What differs between two snapshots, by name. */
export function changedBetween(before: Snapshot, now: Snapshot): string[] {
  return [...now.marks].flatMap(([what, mark]) => (before.marks.get(what) === mark ? [] : [what]));
}

type Found = { parts: string[]; folders: Map<string, string> };

async function lookAt(file: string, place: WatchedPlace, found: Found): Promise<void> {
  try {
    const link = (await lstat(file)).isSymbolicLink() ? ` -> ${await readlink(file)}` : '';
    const stats = await stat(file, { bigint: true });
    if (!stats.isDirectory()) {
      found.parts.push(`${file}${link} ${markOf(stats)}`);
      return;
    }
    found.parts.push(`${file}${link}/`);
    found.folders.set(file, identityOf(stats));
    const entries = await readdir(file, { withFileTypes: true });
    await Promise.all(
      entries
        .filter(({ name }) => !NEVER.has(name))
        .map(async (entry) => {
          const inside = path.join(file, entry.name);
          // A link to a folder is not followed: it could lead back.
          if (entry.isDirectory()) return lookAt(inside, place, found);
          if (place.extension !== undefined && !entry.name.endsWith(place.extension)) return;
          found.parts.push(`${inside} ${await stat(inside, { bigint: true }).then(markOf, codeOf)}`);
        }),
    );
    if (file === place.path) found.parts.sort();
  } catch (error) {
    found.parts.push(`${file} ${codeOf(error)}`);
  }
}

async function note(folder: string, folders: Map<string, string>): Promise<void> {
  if (folders.has(folder)) return;
  const stats = await stat(folder, { bigint: true }).catch(() => null);
  if (stats?.isDirectory()) folders.set(folder, identityOf(stats));
}

// A folder's own time changes with every file that somebody else makes beside ours.
const markOf = ({ ino, size, mtimeNs }: BigIntStats) => `${ino} ${size} ${mtimeNs}`;
const identityOf = ({ dev, ino }: BigIntStats) => `${dev} ${ino}`;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
