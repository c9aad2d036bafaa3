import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from './contract';

const FILE = path.join('docs', 'benchmarks.md');
const BEGIN = '<!-- npm run bench -- --write: from here -->';
const END = '<!-- to here -->';

/** Puts the output between the two marks of `docs/benchmarks.md`; the words around it are written by hand. */
export async function writeDocument(projectRoot: string, result: Result, text: string): Promise<void> {
  const file = path.join(projectRoot, FILE);
  const before = await readFile(file, 'utf8');
  const from = before.indexOf(BEGIN);
  const to = before.indexOf(END);
  if (from === -1 || to < from) {
    throw new Error(`${FILE} has lost its marks "${BEGIN}" and "${END}": put them back, then write again.`);
  }
  await writeFile(file, `${before.slice(0, from)}${BEGIN}\n\n${text.trim()}\n\n${before.slice(to)}`);
  process.stderr.write(`written into ${FILE}: ${result.sizes.map(({ size }) => size).join(', ')}\n`);
}
