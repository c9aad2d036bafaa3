import path from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import { displayPath } from '../display-path';
import { isClientPackage, isGenerated, type SchemaNames } from './prisma-names';
import { lineOf, readSourceFile, type SourceFile, stampOf } from './source-file';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What a module's name leads to. */
export type Target =
  | { kind: 'file'; path: string }
  | { kind: 'prisma' }
  /** A package, a style sheet, data: nothing of it is read. */
  | { kind: 'outside' }
  | { kind: 'lost' };

/** The application's files during one reading of them. */
export class Project {
  readonly #resolver = new ResolverFactory({
    extensions: [...EXTENSIONS, '.json'],
    extensionAlias: {
      '.js': ['.ts', '.tsx', '.js', '.jsx'],
      '.mjs': ['.mts', '.mjs'],
      '.cjs': ['.cts', '.cjs'],
      '.jsx': ['.tsx', '.jsx'],
    },
    conditionNames: ['node', 'import', 'require', 'default'],
    mainFields: ['module', 'main'],
    builtinModules: true,
    tsconfig: 'auto',
  });
  readonly #targets = new Map<string, Target>();
  readonly #files = new Map<string, SourceFile | { fault: string }>();

  /** Of each file as it was when it was read. */
  readonly stamps = new Map<string, string>();
  /** Taken by the readings of all handlers. */
  steps = 0;

  constructor(
    readonly root: string,
    /** Null where no schema is known: then a model has the name of its delegate. */
    readonly schema: SchemaNames | null,
    /** Folders of generated clients, absolute. */
    readonly clientFolders: readonly string[],
  ) {}

  get filesRead(): number {
    return this.#files.size;
  }

  /** A file's code, read once; `fault` is the rest of a sentence. */
  file(file: string): SourceFile | { fault: string } {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    // Taken before the file is read: what changes meanwhile is read again the next time.
    this.stamps.set(file, stampOf(file));
    const read = readSourceFile(file);
    this.#files.set(file, read);
    return read;
  }

  /** Where an import of a file leads to. */
  resolve(from: string, specifier: string): Target {
    const key = `${path.dirname(from)}\0${specifier}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const target = this.#resolve(from, specifier);
    this.#targets.set(key, target);
    return target;
  }

  #resolve(from: string, specifier: string): Target {
    if (isClientPackage(specifier)) return { kind: 'prisma' };
    const near = specifier.startsWith('.');
    if (near && this.#isInClient(path.resolve(path.dirname(from), specifier))) return { kind: 'prisma' };
    const { path: found, builtin } = this.#resolver.resolveFileSync(from, specifier);
    if (found === undefined) {
      // A package that is not installed says nothing; what the application names of itself must be there.
      const own = near || /^([@~#]\/|~|#)/.test(specifier);
      return builtin === undefined && own ? { kind: 'lost' } : { kind: 'outside' };
    }
    if (this.#isInClient(found)) return { kind: 'prisma' };
    if (/[/\\]node_modules[/\\]/.test(found) || !EXTENSIONS.includes(path.extname(found)))
      return { kind: 'outside' };
    const file = this.file(found);
    return 'text' in file && isGenerated(file.text) ? { kind: 'prisma' } : { kind: 'file', path: found };
  }

  #isInClient(file: string): boolean {
    return this.clientFolders.some((folder) => file === folder || file.startsWith(`${folder}${path.sep}`));
  }

  /** The names that a module of that name exports, those that it passes on included. */
  exportNames(from: string, specifier: string, seen = new Set<string>()): ReadonlySet<string> {
    const target = this.resolve(from, specifier);
    if (target.kind === 'prisma') return new Set(['PrismaClient', 'Prisma', ...(this.schema?.enums ?? [])]);
    return target.kind === 'file' ? this.exportNamesOf(target.path, seen) : new Set();
  }

  exportNamesOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
    const read = this.file(file);
    if ('fault' in read || seen.has(file)) return new Set();
    seen.add(file);
    const stars = read.stars.flatMap((star) => [...this.exportNames(file, star.from, seen)]);
    return new Set([...read.exports.keys(), ...stars.filter((name) => name !== 'default')]);
  }

  /** A file as people name it. */
  displayed(file: string): string {
    return displayPath(file);
  }

  position(file: SourceFile, offset: number): { file: string; line: number } {
    return { file: displayPath(file.path), line: lineOf(file.text, offset) };
  }
}
