import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Discovery } from '../../../shared/discovery';
import type { Walk } from './application-roots';
import { stampOf } from './source-file';

type Remembered = { key: string; stamps: ReadonlyMap<string, string>; discovery: Discovery };
const byRoot = new Map<string, Remembered>();
const MOST_ROOTS = 8;

/** Files that decide where imports lead, whatever else was read. */
const DECIDES = /^(tsconfig.*\.json|package\.json|(proxy|middleware)\.[jt]s)$/;

/** What a reading depends on beside the text of files: the names of all of them, and what it was asked with. */
export function keyOf(walk: Walk, asked: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(asked));
  for (const folder of walk.folders) {
    hash.update(`\n${folder.path}\0${folder.entries.map(({ name }) => name).join('\0')}`);
  }
  return hash.digest('hex');
}

/** The last reading of the folder, where nothing that it depends on has changed since. */
export function recallDiscovery(root: string, key: string): Discovery | null {
  const last = byRoot.get(root);
  if (last?.key !== key) return null;
  return [...last.stamps].every(([file, stamp]) => stampOf(file) === stamp) ? last.discovery : null;
}

/** @param stamps of the files as they were when they were read */
export function rememberDiscovery(
  root: string,
  key: string,
  stamps: ReadonlyMap<string, string>,
  discovery: Discovery,
): void {
  byRoot.delete(root);
  byRoot.set(root, { key, stamps, discovery });
  const [oldest] = byRoot.keys();
  if (byRoot.size > MOST_ROOTS && oldest !== undefined) byRoot.delete(oldest);
}

/** Stamps of the files that decide where imports lead; to be taken before anything is read. */
export function decidingStamps({ folders }: Walk): Map<string, string> {
  const files = folders.flatMap((folder) =>
    folder.entries.flatMap(({ name }) => (DECIDES.test(name) ? [path.join(folder.path, name)] : [])),
  );
  return new Map(files.map((file) => [file, stampOf(file)]));
}
