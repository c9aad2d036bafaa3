import { z } from 'zod';
import { loadPackage } from '../../sql/load-package';

const Manifest = z.object({ version: z.string() });

/** The versions of what works out the expected tables, as one word; the engine and the parser are of one version. */
export function engineVersion(): string {
  return ['@prisma/prisma-schema-wasm/package.json', 'libpg-query/package.json']
    .map((name) => Manifest.parse(loadPackage(name)).version)
    .join('+');
}
