import path from 'node:path';
import { routeFolders, type Walk } from './application-roots';

export type RouteFile = { file: string; path: string; router: 'app' | 'pages' };

/** What next.config says of paths. */
export type NextPaths = { basePath: string; pageExtensions: readonly string[] };
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

/** Names of files in `app` from which Next makes images and documents. */
const METADATA = /^(favicon|icon|apple-icon|opengraph-image|twitter-image|sitemap|robots|manifest)\d*$/;

/** What answers without a handler of its own: pages, metadata files, and the files of `public`. */
export function pagePaths(root: string, { folders }: Walk, paths: NextPaths): string[] {
  const within = (top: string, folder: string) => {
    const relative = path.relative(top, folder);
    const isIn = !relative.startsWith('..') && !path.isAbsolute(relative);
    return isIn ? relative.split(path.sep).filter((segment) => segment !== '') : null;
  };
  const open = within.bind(null, path.join(root, 'public'));
  const served_ = folders.flatMap(({ path: folder, entries }) => {
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    const asFiles = open(folder);
    if (asFiles !== null) return files.map((name) => `/${[...asFiles, name].join('/')}`);
    return routeFolders(root).flatMap(({ router, path: top }) => {
      const segments = within(top, folder);
      return segments === null ? [] : files.flatMap((file) => pageOf(router, segments, file, paths));
    });
  });
  return [...new Set(served_)].map((url) => served(url, paths));
}

function pageOf(
  router: 'app' | 'pages',
  segments: readonly string[],
  file: string,
  paths: NextPaths,
): string[] {
  const name = nameWithout(file, paths.pageExtensions);
  if (router === 'pages') {
    if (name === null || name.startsWith('_') || segments[0] === 'api') return [];
    return [`/${(name === 'index' ? segments : [...segments, name]).join('/')}`];
  }
  if (segments.some((segment) => segment.startsWith('_') || /^\(\.{1,3}\)/.test(segment))) return [];
  const kept = segments
    .filter((segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith('@'))
    .map(unescaped);
  if (name === 'page') return [`/${kept.join('/')}`];
  const stem = file.replace(/\.\w+$/, '');
  if (!METADATA.test(stem)) return [];
  const made: Record<string, string> = {
    sitemap: 'sitemap.xml',
    robots: 'robots.txt',
    manifest: 'manifest.webmanifest',
  };
  return [`/${[...kept, name === null ? file : (made[stem] ?? stem)].join('/')}`];
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
