import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from './errors';

const Manifest = z.object({ name: z.string() });

/**
 * What only looks like a client: the files that installing `@prisma/client` puts into `.prisma/client`, whose
 * `PrismaClient` throws, and the package itself. Null for anything else.
 */
export async function lookalike(
  dir: string,
  paths: readonly string[],
): Promise<'the placeholder' | 'the package' | null> {
  const has = (path: string) => paths.includes(path);
  const manifest = has('package.json') ? await textOf(join(dir, 'package.json')) : '';
  if (nameIn(manifest) === '@prisma/client') return 'the package';
  const first = ['index.js', 'default.js'].find(has);
  if (first === undefined || has('schema.prisma')) return null;
  return (await textOf(join(dir, first))).includes('did not initialize yet') ? 'the placeholder' : null;
}

function nameIn(manifest: string): string | null {
  try {
    return Manifest.parse(JSON.parse(manifest)).name;
  } catch {
    return null;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
