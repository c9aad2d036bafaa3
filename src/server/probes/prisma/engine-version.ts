import { z } from 'zod';
import { loadPackage } from '../../sql/load-package';

const Manifest = z.object({ version: z.string() });

/** The version of Prisma's parser, which is the engine's too. */
export function parserVersion(): string {
  return versionOf('@prisma/prisma-schema-wasm');
}

/** The versions of what works out the expected tables, as one word; the engine and the parser are of one version. */
export function engineVersion(): string {
  return `${parserVersion()}+${versionOf('libpg-query')}`;
}

function versionOf(name: string): string {
  return Manifest.parse(loadPackage(`${name}/package.json`)).version;
}
