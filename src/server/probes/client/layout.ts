import { posix } from 'node:path';
import type { ClientLayout } from '../../../shared/client';

/** Files that `prisma generate` writes for every schema, so that one which lacks was deleted or never finished. */
const NEEDED_JS = ['index.js', 'index.d.ts', 'edge.js', 'schema.prisma', 'package.json'];
const NEEDED_TS = [
  'client',
  'enums',
  'models',
  'commonInputTypes',
  'internal/class',
  'internal/prismaNamespace',
];
/** Came with Prisma 7; a 6 may have them or not. */
const NEEDED_TS_SINCE_7 = ['browser', 'internal/prismaNamespaceBrowser'];
const TS_EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs'];

export type DetectedLayout = {
  layout: ClientLayout;
  /** Where the schema and the version stand, relative to the client's folder. */
  schemaFile: string;
  /** What an application imports, relative to the client's folder. */
  entry: string;
  /** Of the TypeScript layout: `.ts`, or what `generatedFileExtension` was set to. */
  extension: string;
};

/** Which layout a folder with these files (relative, `/` between) has, or null where nothing of a client is there. */
export function detectLayout(paths: readonly string[]): DetectedLayout | null {
  const has = new Set(paths);
  if (has.has('index.js') || has.has('index.d.ts') || has.has('schema.prisma')) {
    return { layout: 'prisma-client-js', schemaFile: 'index.js', entry: 'index.js', extension: '.js' };
  }
  const stems = ['internal/class', 'client', 'internal/prismaNamespace', 'browser', 'models', 'enums'];
  for (const stem of stems) {
    const extension = TS_EXTENSIONS.find((candidate) => has.has(`${stem}${candidate}`));
    if (extension !== undefined) {
      return {
        layout: 'prisma-client',
        schemaFile: `internal/class${extension}`,
        entry: `client${extension}`,
        extension,
      };
    }
  }
  return null;
}

/**
 * The files that this layout needs and that are not among `paths`, sorted.
 * @param client what the schema inside says, or null where it could not be read: then only the fixed files are judged
 */
export function missingFiles(
  detected: DetectedLayout,
  paths: readonly string[],
  client: { version: string; models: readonly string[] } | null,
): string[] {
  const has = new Set(paths);
  return neededFiles(detected, client)
    .filter((path) => !has.has(path))
    .sort();
}

function neededFiles(
  { layout, extension }: DetectedLayout,
  client: { version: string; models: readonly string[] } | null,
): string[] {
  if (layout === 'prisma-client-js') return NEEDED_JS;
  const stems = [...NEEDED_TS];
  if (client !== null) {
    if (majorOf(client.version) >= 7) stems.push(...NEEDED_TS_SINCE_7);
    stems.push(...client.models.map((model) => posix.join('models', model)));
  }
  return stems.map((stem) => `${stem}${extension}`);
}

/** `7` of `7.10.0`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
