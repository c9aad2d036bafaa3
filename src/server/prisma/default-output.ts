import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { errorCode } from '../probes/client/errors';

/**
 * Where `prisma-client-js` writes without an `output`: `.prisma/client` beside the real folder of the `@prisma/client`
 * that is installed above the schema. Null where none is.
 */
export function defaultOutput(schemaDir: string): string | null {
  for (const folder of createRequire(join(schemaDir, 'schema.js')).resolve.paths('@prisma/client') ?? []) {
    try {
      // pnpm and workspaces link the package: its client is generated where it really lies.
      return resolve(realpathSync(join(folder, '@prisma', 'client')), '..', '..', '.prisma', 'client');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
    }
  }
  return null;
}
