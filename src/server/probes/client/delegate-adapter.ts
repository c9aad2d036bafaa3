import { dirname } from 'node:path';
import { findManifest } from './installed';
import { majorOf } from './layout';

/**
 * The folder of the `@prisma/adapter-pg` to try a client with: the nearest one of the client's own major version. One
 * of another would fail in ways that are not the client's.
 * @param from folders to look from, the nearest first
 * @returns or why there is none that fits, with the next step
 */
export async function findAdapter(
  from: readonly string[],
  clientVersion: string,
): Promise<{ dir: string } | { lacks: string }> {
  const others: string[] = [];
  for (const folder of from) {
    const found = await findManifest(folder, '@prisma/adapter-pg');
    if (found === null) continue;
    if (majorOf(found.version) === majorOf(clientVersion)) return { dir: dirname(found.file) };
    others.push(found.version);
  }
  const [first] = others;
  const what =
    first === undefined
      ? '@prisma/adapter-pg is not installed beside it'
      : `no @prisma/adapter-pg of its version is installed beside it (found was ${first})`;
  return { lacks: `${what}: run npm install @prisma/adapter-pg@${clientVersion} there.` };
}
