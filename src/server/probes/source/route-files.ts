import path from 'node:path';
import { routeFolders, type Walk } from './application-roots';

export type RouteFile = { file: string; path: string; router: 'app' | 'pages' };

/** What next.config says of paths. */
export type NextPaths = { basePath: string; pageExtensions: readonly string[]; trailingSlash: boolean };
export const DEFAULT_PAGE_EXTENSIONS = ['tsx', 'ts', 'jsx', 'js'];

/** The files of a Next application that answer requests themselves: App Router's route files, Pages Router's `api`. */
export function routeFiles(root: string, { folders }: Walk, paths: NextPaths): RouteFile[] {
  return routeFolders(root).flatMap(({ router, path: top }) =>
    folders.flatMap((folder) => {
      const within = path.relative(top, folder.path);
      if (within.startsWith('..') || path.isAbsolute(within)) return [];
      const segments = within === '' ? [] : within.split(path.sep);
      return folder.entries.flatMap((entry): RouteFile[] => {
        if (entry.isDirectory()) return [];
        const name = nameWithout(entry.name, paths.pageExtensions);
        if (name === null) return [];
        const url = router === 'app' ? appPath(segments, name) : pagesPath(segments, name);
        if (url === null) return [];
        return [{ file: path.join(folder.path, entry.name), path: served(url, paths), router }];
      });
    }),
  );
}

/** `route.ts` is `route`; null for a file of another extension. A longer extension goes first: `api.ts` before `ts`. */
function nameWithout(file: string, extensions: readonly string[]): string | null {
  const extension = [...extensions]
    .sort((a, b) => b.length - a.length)
    .find((one) => file.endsWith(`.${one}`));
  return extension === undefined ? null : file.slice(0, -extension.length - 1);
}

/** Groups and slots have no part in the path; what stands in a private folder is not served. */
function appPath(segments: readonly string[], name: string): string | null {
  if (name !== 'route' || segments.some((segment) => segment.startsWith('_'))) return null;
  // An intercepting folder shows a page in place of another; a handler in it answers no request of its own.
  if (segments.some((segment) => /^\(\.{1,3}\)/.test(segment))) return null;
  const kept = segments.filter((segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith('@'));
  return `/${kept.map(unescaped).join('/')}`;
}

/** `%5Fname` is how an app folder's segment begins with an underscore. */
const unescaped = (segment: string) => segment.replace(/^%5F/i, '_');

function pagesPath(segments: readonly string[], name: string): string | null {
  if (segments[0] !== 'api' && !(segments.length === 0 && name === 'api')) return null;
  const all = name === 'index' ? segments : [...segments, name];
  return `/${all.join('/')}`;
}

function served(url: string, { basePath }: NextPaths): string {
  if (basePath === '') return url;
  return url === '/' ? basePath : `${basePath}${url}`;
}
