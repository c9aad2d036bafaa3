import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from './contract';
import { printEndpoints } from './endpoints/print';
import { headOf, printSizes } from './print';

const FILE = path.join('docs', 'benchmarks.md');
const END = '<!-- to here -->';
const BEGIN = { sizes: mark('from here'), endpoints: mark('the endpoints from here') };

function mark(what: string): string {
  return `<!-- npm run bench -- --write: ${what} -->`;
}

/** Puts the output between the marks of `docs/benchmarks.md`; the words around it are written by hand. */
export async function writeDocument(projectRoot: string, result: Result): Promise<void> {
  const file = path.join(projectRoot, FILE);
  let text = await readFile(file, 'utf8');
  const head = headOf(result);
  // What was not measured this time stays as it was.
  if (result.sizes.length > 0) text = between(text, BEGIN.sizes, `${head}\n\n${printSizes(result)}`);
  text = between(text, BEGIN.endpoints, `${head}\n\n${printEndpoints(result.endpoints)}`);
  await writeFile(file, text);
  const names = [...result.sizes.map(({ size }) => size), 'endpoints'];
  process.stderr.write(`written into ${FILE}: ${names.join(', ')}\n`);
}

function between(document: string, begin: string, text: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(END, from);
  if (from === -1 || to === -1)
    throw new Error(`${FILE} has lost its marks "${begin}" and "${END}": put them back, then write again.`);
  return `${document.slice(0, from)}${begin}\n\n${text.trim()}\n\n${document.slice(to)}`;
}
