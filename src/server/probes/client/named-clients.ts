import { dirname, relative, sep } from 'node:path';

/** A folder of `--client`, and what keys and rows call it. */
export type NamedClient = { dir: string; name: string };

/** What the only client is called: it needs no telling apart, wherever it lies. */
export const ONLY_CLIENT = 'client';

/**
 * Names each folder by its path below the deepest folder that all of them lie in, with `/` between.
 * @param dirs absolute paths; one that is named twice counts once
 */
export function namedClients(dirs: readonly string[]): NamedClient[] {
  const each = [...new Set(dirs)];
  const [first] = each;
  if (first === undefined) return [];
  if (each.length === 1) return [{ dir: first, name: ONLY_CLIENT }];
  const shared = each.reduce(sharedFolder, dirname(first));
  return each.map((dir) => ({ dir, name: relative(shared, dir).split(sep).join('/') || '.' }));
}

function sharedFolder(folder: string, dir: string): string {
  const inside = !relative(folder, dir).startsWith('..');
  return inside || dirname(folder) === folder ? folder : sharedFolder(dirname(folder), dir);
}
