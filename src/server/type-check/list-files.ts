import { dirname, isAbsolute, normalize, relative } from 'node:path';
import { type Compiler, type CompilerRun, runCompiler } from './compiler';
import { configChain } from './tsconfig';

/** What the compiler reads for the application, before anything is changed. */
export type ApplicationFiles = {
  /** Each project with its own run of the compiler: the tsconfig itself, or those that it refers to. */
  projects: string[];
  /** Settings files. */
  configs: string[];
  /** Sources outside of `node_modules`, and what was read inside. */
  sources: string[];
  packaged: string[];
};

/**
 * Asks the compiler itself which files it would read: include patterns, imports, types of packages. It checks and writes
 * nothing for that. A tsconfig that only refers to others stands for these.
 * @throws Error with a sentence where it names no files
 */
export async function listFiles(
  tsconfig: string,
  compiler: Compiler,
  run: Omit<CompilerRun, 'cwd'>,
): Promise<ApplicationFiles> {
  const chain = await configChain(tsconfig);
  const own = await listOne(tsconfig, compiler, run);
  const projects = own.length > 0 ? [tsconfig] : chain.references;
  const listed =
    own.length > 0
      ? own
      : (await Promise.all(projects.map((project) => listOne(project, compiler, run)))).flat();
  const files = [...new Set(listed)];
  const sources = files.filter((file) => !isPackaged(file));
  if (sources.length === 0) {
    throw new Error(
      `The compiler finds no file of the application by ${tsconfig}, so nothing was checked: name another with --type-check.`,
    );
  }
  const chains = await Promise.all(projects.map(configChain));
  const configs = [...new Set([...chain.files, ...chains.flatMap((one) => one.files)])];
  return { projects, configs, sources, packaged: files.filter(isPackaged) };
}

async function listOne(
  project: string,
  compiler: Compiler,
  run: Omit<CompilerRun, 'cwd'>,
): Promise<string[]> {
  const cwd = dirname(project);
  const args = ['--listFilesOnly', '--noEmit', '--pretty', 'false', '-p', project];
  const { lines } = await runCompiler(compiler, args, { ...run, cwd });
  return filesIn(lines);
}

/** The lines of `--listFiles` among what the compiler printed. */
export function filesIn(lines: readonly string[]): string[] {
  return lines.filter((line) => isAbsolute(line) && !/: error TS\d+:/.test(line)).map(normalize);
}

export function isPackaged(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}

export function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '' && !path.startsWith('..') && !isAbsolute(path);
}
