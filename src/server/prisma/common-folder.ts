import { parse, sep } from 'node:path';

/** The deepest folder that holds both. */
export function commonFolder(left: string, right: string): string {
  const [a, b] = [left.split(sep), right.split(sep)];
  const differs = a.findIndex((part, index) => part !== b[index]);
  const shared = differs === -1 ? a : a.slice(0, differs);
  return shared.join(sep) || parse(left).root;
}
