import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the output of `--write` goes, below the project's root. */
export const BENCH_DOCUMENT = path.join('docs', 'benchmarks.md');
const END = '<!-- to here -->';

/**
 * Puts a subject's output between its marks in `docs/benchmarks.md`; the words around it are written by hand.
 * @throws Error with a sentence when the marks are not there
 */
export async function writeSection(projectRoot: string, subject: string, text: string): Promise<void> {
  const begin = `<!-- driftboard bench ${subject} --write: from here -->`;
  const file = path.join(projectRoot, BENCH_DOCUMENT);
  const document = await readFile(file, 'utf8');
  const from = document.indexOf(begin);
  const to = document.indexOf(END, from);
  if (from === -1 || to === -1) {
    throw new Error(
      `${BENCH_DOCUMENT} has lost its marks "${begin}" and "${END}": put them back, then write again.`,
    );
  }
  await writeFile(file, `${document.slice(0, from)}${begin}\n\n${text.trim()}\n\n${document.slice(to)}`);
}
