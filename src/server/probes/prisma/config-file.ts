import { access } from 'node:fs/promises';
import path from 'node:path';

/** The names under which Prisma looks for its settings, in its order. */
const NAMES = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts'].flatMap((extension) => [
  `prisma.config.${extension}`,
  path.join('.config', `prisma.${extension}`),
]);

/**
 * The `prisma.config.ts` that a schema belongs to: beside it, or in the nearest folder above that has one, up to the
 * project's own folder, which has a package.json. Null where there is none.
 * @param schema the file, or the folder of a schema of several files
 */
export async function findPrismaConfig(schema: string): Promise<string | null> {
  for (let folder = path.resolve(schema); ; folder = path.dirname(folder)) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (await exists(file)) return file;
    }
    if ((await exists(path.join(folder, 'package.json'))) || path.dirname(folder) === folder) return null;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
