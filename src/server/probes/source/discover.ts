import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Discovery } from '../../../shared/discovery';
import { matchesAny } from '../../../shared/endpoint-paths';
import type { PrismaSchema } from '../../../shared/prisma-schema';
import { loadSqlParser } from '../../sql/parser';
import { displayPath } from '../display-path';
import { nextRoots, walkFolders } from './application-roots';
import { readNextConfig } from './next-config';
import { schemaNames } from './prisma-names';
import { Project } from './project';
import { readRoute } from './read-route';
import { decidingStamps, keyOf, recallDiscovery, rememberDiscovery } from './remembered-discovery';
import { pagePaths, routeFiles } from './route-files';
import { Uses } from './uses';

export type DiscoverInput = {
  /** The folder of the application, or of a repository with several. */
  root: string;
  schema: PrismaSchema | null;
  /** Folders of generated clients, absolute; they need not exist. */
  clientFolders: readonly string[];
  /** Paths, with `*` for anything, whose handlers need not be read. */
  leaveOut?: readonly string[];
  signal?: AbortSignal;
};

/** Every Next route below a folder, with the models that its handlers reach. Gives way between two routes. */
export async function discover({
  root,
  schema,
  clientFolders,
  leaveOut = [],
  signal,
}: DiscoverInput): Promise<Discovery> {
  if (!existsSync(root)) throw new Error(`There is no folder ${displayPath(root)}`);
  await loadSqlParser();
  const walk = walkFolders(root);
  const deciding = decidingStamps(walk);
  const names = schema === null ? null : [schema.fingerprint, schema.models, schema.enums];
  const key = keyOf(walk, [process.cwd(), names, clientFolders, leaveOut]);
  const before = recallDiscovery(root, key);
  if (before !== null) return before;
  const project = new Project(root, schema === null ? null : schemaNames(schema), clientFolders);
  const uses = new Uses();
  const here = { file: displayPath(root), line: 1 };
  for (const { path: folder, code } of walk.faults) {
    const at = { file: displayPath(folder), line: 1 };
    uses.uncertain(
      `${displayPath(folder)} may not be read (${code}): routes in it are not known.`,
      at,
      'routes',
    );
  }
  if (schema === null) {
    uses.uncertain(
      'No schema was read: models that are reached through relations, fields and enums are not named.',
      here,
      'models',
    );
  }
  const roots = nextRoots(root, walk);
  if (roots.length === 0) {
    uses.uncertain(
      `No Next application was found below ${displayPath(root)}: neither a next.config nor an app or pages folder.`,
      here,
      'routes',
    );
  }
  const routes: Discovery['routes'] = [];
  const pages: string[] = [];
  const rewrites: string[] = [];
  for (const application of roots) {
    const config = readNextConfig(project, application, uses);
    rewrites.push(...config.rewrites);
    pages.push(...pagePaths(application, walk, config.paths));
    noteProxy(application, uses);
    for (const file of routeFiles(application, walk, config.paths)) {
      signal?.throwIfAborted();
      routes.push(readRoute(project, file, matchesAny(leaveOut, file.path)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  routes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const found: Discovery = {
    root: path.relative(process.cwd(), root) === '' ? '.' : displayPath(root),
    files: project.filesRead,
    routes,
    pages: [...new Set(pages)].sort(),
    rewrites,
    uncertain: uses.result().uncertain,
  };
  rememberDiscovery(root, key, new Map([...deciding, ...project.stamps]), found);
  return found;
}

/** A proxy (a middleware, as it was called before) may serve paths that no file has. */
function noteProxy(application: string, uses: Uses): void {
  for (const folder of [application, path.join(application, 'src')]) {
    for (const name of ['proxy.ts', 'proxy.js', 'middleware.ts', 'middleware.js']) {
      const file = path.join(folder, name);
      if (!existsSync(file)) continue;
      const line = readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => /\.rewrite\(/.test(text));
      if (line === -1) continue;
      const at = { file: displayPath(file), line: line + 1 };
      uses.uncertain(
        'It rewrites requests at run time: more paths may be served than there are route files.',
        at,
        'routes',
      );
    }
  }
}
