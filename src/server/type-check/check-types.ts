import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { TypeCheck } from '../../shared/regeneration';
import { exists } from '../embedded/platform';
import { type Compiler, findCompiler, runCompiler } from './compiler';
import { groupErrors } from './group-errors';
import { filesIn, isInside, isPackaged, listFiles } from './list-files';
import { type MirrorFolder, makeMirrorFolder } from './mirror-folder';
import { copyTypes, mirrorPackages } from './mirror-packages';
import { type CompilerError, parseErrors } from './parse-errors';

export type TypeCheckRequest = {
  /** `tsconfig.json` of the application. */
  tsconfig: string;
  /** Where each client is generated into, and where the one to be checked lies: aside, or in that place. */
  clients: readonly { target: string; from: string }[];
  /** Where there are errors, the client in the place is tried too, to tell new errors from old ones. */
  compare: boolean;
  /** What an error must name to be laid to the client where nothing is compared. */
  names: ReadonlySet<string>;
  timeoutMs: number;
  signal: AbortSignal;
  log: (text: string) => void;
  /** Called with the files that decide: sources and settings. */
  onSources?: (files: readonly string[]) => void;
};

type Run = { files: string[]; clientFiles: string[]; errors: CompilerError[] };

/**
 * Checks the types of an application against a client that need not lie in its place: in a copy of the sources that the
 * application's own compiler reads, where the client stands in that place. Nothing is written into the application.
 * @throws Error with a sentence where the check could not be made, or would say nothing of the client; the signal's
 * reason when aborted
 */
export async function checkTypes(request: TypeCheckRequest): Promise<TypeCheck> {
  const startedAt = performance.now();
  const { timeoutMs, signal, log } = request;
  const tsconfig = await realPlace(request.tsconfig);
  const application = dirname(tsconfig);
  const clients = await Promise.all(
    request.clients.map(async ({ target, from }) => ({ target: await realPlace(target), from })),
  );
  const targets = clients.map(({ target }) => target);
  const compiler = await findCompiler(application);
  const { projects, configs, sources, packaged } = await listFiles(tsconfig, compiler, { timeoutMs, signal });
  const own = sources.filter((file) => !targets.some((target) => isInside(target, file)));
  request.onSources?.([...own, ...configs]);
  const mirror = await makeMirrorFolder();
  try {
    const manifests = await manifestsAbove([...own, ...targets.map((target) => join(target, 'x'))]);
    for (const file of [...own, ...configs, ...manifests]) await mirror.copy(file);
    const folders = [
      ...new Set([application, ...own.map(dirname), ...targets.filter((one) => !isPackaged(one))]),
    ];
    await mirrorPackages(mirror, { folders, targets, packaged });
    for (const { target, from } of clients) await copyTypes(mirror, from, target);
    log(`${own.length} files of the application, copied for tsc ${compiler.version}`);
    const run = () => runAll(compiler, mirror, { projects, application, targets, timeoutMs, signal });
    const now = await run();
    const before = request.compare && now.errors.length > 0 ? await former(mirror, targets, run) : null;
    signal.throwIfAborted();
    const inClient = (file: string) => targets.some((target) => isInside(target, resolve(application, file)));
    return {
      command: `tsc ${compiler.version} ${projects.map((one) => `-p ${relative(application, one) || basename(one)}`).join(' ')}`,
      files: now.files.length,
      clientFiles: now.clientFiles.length,
      ...groupErrors(now.errors, { inClient, names: request.names, before }),
      durationMs: Math.round(performance.now() - startedAt),
    };
  } finally {
    await mirror.remove();
  }
}

type RunInput = {
  projects: readonly string[];
  application: string;
  targets: readonly string[];
  timeoutMs: number;
  signal: AbortSignal;
};

async function runAll(compiler: Compiler, mirror: MirrorFolder, input: RunInput): Promise<Run> {
  const { application, targets, timeoutMs, signal } = input;
  const cwd = mirror.at(application);
  const files = new Set<string>();
  const errors: CompilerError[] = [];
  for (const project of input.projects) {
    const args = ['--noEmit', '--listFiles', '--pretty', 'false', '-p', mirror.at(project)];
    const { code, lines } = await runCompiler(compiler, args, { cwd, timeoutMs, signal });
    const clean = lines.map((line) =>
      line.includes(': error TS') || /^\s|^error TS/.test(line) ? unmirrored(line, mirror, cwd) : line,
    );
    const found = parseErrors(clean);
    const read = filesIn(lines);
    if (read.length === 0 || (code !== 0 && found.length === 0)) {
      const words = clean
        .filter((line) => line.trim() !== '')
        .slice(0, 5)
        .join('\n');
      throw new Error(
        `The compiler (tsc ${compiler.version}) checked nothing by ${project} and ended with code ${code}: ${words || 'it printed nothing.'}`,
      );
    }
    for (const file of read) files.add(file);
    errors.push(...found);
  }
  const all = [...files];
  const astray = all.find((file) => targets.some((target) => isInside(target, file)));
  if (astray !== undefined) {
    throw new Error(
      `The compiler read ${astray}, of the client that is in use, in place of the one to be checked: its answer was thrown away.`,
    );
  }
  const clientFiles = all.filter((file) => targets.some((target) => isInside(mirror.at(target), file)));
  if (clientFiles.length === 0) {
    throw new Error(
      `The compiler read no file of the generated client (${targets.join(', ')}), so its answer says nothing of it: name the tsconfig.json of the code that uses the client with --type-check.`,
    );
  }
  const client = new Set(clientFiles);
  return { files: all.filter((file) => !isPackaged(file) && !client.has(file)), clientFiles, errors };
}

/** The errors with the clients that are in their places; null where one lacks, or cannot be tried. */
async function former(
  mirror: MirrorFolder,
  targets: readonly string[],
  run: () => Promise<Run>,
): Promise<CompilerError[] | null> {
  for (const target of targets) {
    if (!(await exists(target))) return null;
    await mirror.clear(target);
    await copyTypes(mirror, target, target);
  }
  // Half a client may be one that no code can import: then there is nothing to hold against.
  return run().then(
    ({ errors }) => errors,
    () => null,
  );
}

/** Paths of the copy as those of the application. */
function unmirrored(line: string, mirror: MirrorFolder, cwd: string): string {
  const posix = (path: string) => path.split(sep).join('/');
  return [`${cwd}${sep}`, posix(`${cwd}${sep}`), mirror.root, posix(mirror.root)].reduce(
    (text, path) => text.replaceAll(path, ''),
    line,
  );
}

/** Each package.json that decides how a file's imports are resolved. */
async function manifestsAbove(files: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    for (let dir = dirname(file); !seen.has(dir); dir = dirname(dir)) {
      seen.add(dir);
      const manifest = join(dir, 'package.json');
      if (!isPackaged(manifest) && (await exists(manifest))) found.push(manifest);
    }
  }
  return found;
}

/** The real path, also of what is not there yet: the compiler names real paths. */
async function realPlace(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null) return real;
  return dirname(path) === path ? path : join(await realPlace(dirname(path)), basename(path));
}
