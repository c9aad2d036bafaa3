import { posix } from 'node:path';
import { z } from 'zod';
import type { DetectedLayout } from './layout';

const CALL = /(?:require|import)\(\s*["'](\.{1,2}\/[^"'?]+|#wasm-[\w-]+)[^"']*["']\s*\)/g;
/** How Prisma names a native engine beside the client, so that bundlers copy it. */
const BESIDE = /__dirname,\s*["']([^"']+)["']/g;
const ENGINE = /(?:^|\/)(?:lib)?query[_-]engine-[^/]+$|\.node$/;

/** They load the WASM, and lie there too where no other file loads them and the WASM was not asked for. */
const LOADERS = ['wasm-worker-loader.mjs', 'wasm-edge-light-loader.mjs'];

const Imports = z.object({ imports: z.record(z.string(), z.unknown()).optional() });

/** The files of a client that say by name which others they load; those of types do not count. */
export function referringFiles({ layout, extension }: DetectedLayout): string[] {
  return layout === 'prisma-client-js'
    ? ['index.js', 'edge.js', 'wasm.js', 'index-browser.js', 'package.json', ...LOADERS]
    : [`client${extension}`, `internal/class${extension}`];
}

/**
 * The files that others of the client load: its runtime, its WASM, its loaders, and, where none at all is there, its
 * native engine. Which these are depends on the version and on the generator's options; the files themselves know.
 * @param texts of `referringFiles`, as far as they are there
 * @param paths all files of the client
 */
export function referredFiles(
  detected: DetectedLayout,
  texts: ReadonlyMap<string, string>,
  paths: readonly string[],
): string[] {
  const found = new Set<string>();
  const engines = new Set<string>();
  const calls = (file: string, text: string) => {
    for (const [, name = ''] of text.matchAll(CALL)) {
      for (const target of name.startsWith('#') ? loaders(name, texts.get('package.json')) : [name]) {
        found.add(posix.join(posix.dirname(file), target));
      }
    }
  };
  for (const [file, text] of texts) {
    if (file === 'package.json' || LOADERS.includes(file)) continue;
    calls(file, text);
    for (const [, name = ''] of text.matchAll(BESIDE)) if (ENGINE.test(name)) engines.add(name);
  }
  for (const loader of LOADERS) if (found.has(loader)) calls(loader, texts.get(loader) ?? '');
  for (const runtime of typesOfRuntime(detected, texts)) found.add(runtime);
  // A deployment may leave out the engines of other platforms, and whoever sets PRISMA_QUERY_ENGINE_LIBRARY names it anew.
  if (!paths.some((path) => ENGINE.test(path))) for (const engine of engines) found.add(engine);
  return [...found];
}

function typesOfRuntime({ layout }: DetectedLayout, texts: ReadonlyMap<string, string>): string[] {
  if (layout !== 'prisma-client-js') return [];
  const own = /require\(["']\.\/(runtime\/[\w-]+)\.js["']\)/.exec(texts.get('index.js') ?? '');
  return own === null ? [] : [`${own[1]}.d.ts`];
}

/** What `#wasm-engine-loader` stands for under each condition of package.json. */
function loaders(name: string, manifest: string | undefined): string[] {
  if (manifest === undefined) return [];
  try {
    const { imports = {} } = Imports.parse(JSON.parse(manifest));
    const conditions = z.record(z.string(), z.string()).safeParse(imports[name]);
    return conditions.success ? Object.values(conditions.data) : [];
  } catch {
    // A manifest that cannot be read is named as broken itself.
    return [];
  }
}
