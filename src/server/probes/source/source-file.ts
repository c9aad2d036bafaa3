import { readFileSync, type Stats, statSync } from 'node:fs';
import { type Expression, type Program, parseSync } from 'oxc-parser';
import { assignedIn, type TopLevel, topLevel } from './top-level';

/** One parsed file, with what stands at its top. */
export type SourceFile = TopLevel & {
  path: string;
  text: string;
  program: Program;
  /** What is assigned to variables of the module, wherever in it. */
  assigned: ReadonlyMap<string, Expression[]>;
};

/** Largest file that is read: a bundle says nothing that its sources do not. */
const MOST_BYTES = 2_000_000;

type Remembered = { stamp: string; file: SourceFile | { fault: string } };
/** By path, as long as the file stays as it was; the oldest goes first. */
const remembered = new Map<string, Remembered>();
const MOST_REMEMBERED = 500;

const stampFrom = ({ mtimeMs, ctimeMs, size, ino }: Pick<Stats, 'mtimeMs' | 'ctimeMs' | 'size' | 'ino'>) =>
  `${mtimeMs} ${ctimeMs} ${size} ${ino}`;

/** Tells one state of a file from another; `none` where it is not there or may not be asked. */
export function stampOf(path: string): string {
  try {
    return stampFrom(statSync(path));
  } catch {
    return 'none';
  }
}

/** A file's code, or a sentence why it cannot be read; parsed again only where it has changed since. */
export function readSourceFile(path: string): SourceFile | { fault: string } {
  let stamp: string;
  let text: string;
  try {
    const { size, ...times } = statSync(path);
    stamp = stampFrom({ size, ...times });
    const known = remembered.get(path);
    if (known?.stamp === stamp) return known.file;
    if (size > MOST_BYTES) return { fault: `is larger than ${MOST_BYTES / 1_000_000} MB` };
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { fault: `may not be read (${code})` };
  }
  const file = parseFile(path, text);
  remembered.delete(path);
  remembered.set(path, { stamp, file });
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return file;
}

/** Parses a text as the file of that name. */
export function parseFile(path: string, text: string): SourceFile | { fault: string } {
  // Plain .js files of applications hold JSX at times, which a parser takes by the name's end.
  const lang = /\.[cm]?js$/.test(path) ? { lang: 'jsx' as const } : {};
  const { program, errors } = parseSync(path, text, { ...lang, astType: 'ts', preserveParens: false });
  const [fault] = errors;
  if (fault !== undefined) {
    const [label] = fault.labels;
    const where = label === undefined ? '' : ` in line ${lineOf(text, label.start)}`;
    return { fault: `does not parse${where}: ${fault.message.replace(/\.$/, '')}` };
  }
  return { path, text, program, ...topLevel(program), assigned: assignedIn(program) };
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
