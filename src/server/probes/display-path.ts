import path from 'node:path';

/**
 * A file as people name it: from the folder that they stand in, where it lies below it; absolute otherwise.
 * Never to be opened by this name, for it is one only in that folder.
 */
export function displayPath(file: string, from = process.cwd()): string {
  const relative = path.relative(from, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
