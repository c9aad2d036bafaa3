import { posix } from 'node:path';
import type { ClientLayout } from '../../../shared/client';

/**
 * Files that `prisma generate` writes for every schema, so that one which lacks was deleted or never finished. Held
 * against what Prisma 5.22, 6.17, 6.19 and 7.10 really write, and looked up in 6.16, 7.0 and 7.4. Of a Prisma older than
 * these only what all of them have is asked for.
 */
const JS_ALWAYS = ['index.js', 'index.d.ts', 'edge.js', 'package.json', 'schema.prisma'];
const JS_SINCE_5_22 = ['default.js', 'default.d.ts', 'edge.d.ts', 'index-browser.js'];
const JS_SINCE_6_16 = ['client.js', 'client.d.ts'];
const JS_FROM_5_22_TO_6 = ['wasm.js', 'wasm.d.ts'];
const TS_ALWAYS = [
  'client',
  'enums',
  'models',
  'commonInputTypes',
  'internal/class',
  'internal/prismaNamespace',
];
const TS_SINCE_6_16 = ['browser', 'internal/prismaNamespaceBrowser'];
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

/** What a client says of itself, as far as its files follow from it. */
export type Inside = { version: string; models: readonly string[] };

/**
 * The files that every client of this layout and version has, whatever its generator's options: those that follow from
 * the options are read from the files that refer to them (`references.ts`).
 * @param inside null where it could not be read: then only what all versions have
 */
export function neededFiles({ layout, extension }: DetectedLayout, inside: Inside | null): string[] {
  const since = (version: string) => inside !== null && isAtLeast(inside.version, version);
  if (layout === 'prisma-client-js') {
    return [
      ...JS_ALWAYS,
      ...(since('5.22') ? JS_SINCE_5_22 : []),
      ...(since('6.16') ? JS_SINCE_6_16 : []),
      ...(since('5.22') && !since('7.0') ? JS_FROM_5_22_TO_6 : []),
    ];
  }
  const models = inside?.models.map((model) => posix.join('models', model)) ?? [];
  const stems = [...TS_ALWAYS, ...(since('6.16') ? TS_SINCE_6_16 : []), ...models];
  return stems.map((stem) => `${stem}${extension}`);
}
/** `7` of `7.10.0`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** Whether a version is this one or a later one; only the first two numbers count. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map((part) => Number.parseInt(part, 10));
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
