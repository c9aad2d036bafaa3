import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const manifestSchema = z.object({ name: z.string() });

/**
 * The folder of Driftboard itself: the nearest one above this code (a source, or a bundle in `.data/build`), or above
 * the working directory, whose package.json is Driftboard's.
 */
export function findProjectRoot(): string {
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let dir = start; ; dir = dirname(dir)) {
      if (isDriftboard(join(dir, 'package.json'))) return dir;
      if (dirname(dir) === dir) break;
    }
  }
  throw new Error('The folder of Driftboard was not found: start it through its own bin/driftboard.mjs.');
}

/** Where Driftboard keeps what it makes: `DRIFTBOARD_DATA_DIR`, or `.data` in its folder. */
export function dataDirOf(projectRoot: string, env: NodeJS.ProcessEnv = process.env): string {
  return env.DRIFTBOARD_DATA_DIR ? resolve(env.DRIFTBOARD_DATA_DIR) : join(projectRoot, '.data');
}

function isDriftboard(file: string): boolean {
  if (!existsSync(file)) return false;
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success && parsed.data.name === 'driftboard';
}
