import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const IGNORED = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'bower_components', 'vendor']);
const MOST_LEVELS = 40;

export type Folder = { path: string; entries: Dirent[] };
export type Walk = { folders: Folder[]; faults: { path: string; code: string }[] };

/**
 * All folders below one, those of packages, builds and hidden ones left out. A folder that a link leads to is taken
 * once, and one that may not be read is named.
 */
export function walkFolders(root: string): Walk {
  const walk: Walk = { folders: [], faults: [] };
  const seen = new Set<string>();
  const visit = (folder: string, level: number) => {
    try {
      const real = realpathSync(folder);
      if (seen.has(real) || level > MOST_LEVELS) return;
      seen.add(real);
      const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
      walk.folders.push({ path: folder, entries });
      for (const entry of entries) {
        const inner = path.join(folder, entry.name);
        if (IGNORED.has(entry.name) || entry.name.startsWith('.')) {
          // `(.)photo` begins with a bracket; what begins with a dot is a tool's own.
          continue;
        }
        if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(inner))) visit(inner, level + 1);
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      walk.faults.push({ path: folder, code });
    }
  };
  visit(root, 0);
  return walk;
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

const Package = z.object({
  dependencies: z.record(z.string(), z.unknown()).default({}),
  devDependencies: z.record(z.string(), z.unknown()).default({}),
});

/** The folders of Next applications among those: with a `next.config.*`, or `next` in their package.json. */
export function nextRoots(root: string, { folders }: Walk): string[] {
  const found = folders.filter(({ path: folder, entries }) => {
    const names = entries.map(({ name }) => name);
    if (names.some((name) => /^next\.config\.[cm]?[jt]s$/.test(name))) return true;
    return (
      names.includes('package.json') && dependsOnNext(path.join(folder, 'package.json')) && hasRoutes(folder)
    );
  });
  if (found.length > 0) return found.map(({ path: folder }) => folder);
  return hasRoutes(root) ? [root] : [];
}

const hasRoutes = (folder: string) => routeFolders(folder).length > 0;

/** `app`, `src/app`, `pages`, `src/pages`: Next takes those at the root before those in `src`. */
export function routeFolders(root: string): { router: 'app' | 'pages'; path: string }[] {
  return (['app', 'pages'] as const).flatMap((router) => {
    const folder = [path.join(root, router), path.join(root, 'src', router)].find((one) => existsSync(one));
    return folder === undefined ? [] : [{ router, path: folder }];
  });
}

function dependsOnNext(file: string): boolean {
  try {
    const { dependencies, devDependencies } = Package.parse(JSON.parse(readFileSync(file, 'utf8')));
    return 'next' in dependencies || 'next' in devDependencies;
  } catch {
    return false;
  }
}
