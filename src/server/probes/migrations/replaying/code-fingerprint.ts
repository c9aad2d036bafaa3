import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The sources that decide what a replay gives: how scripts are run, and how a catalogue is read and spelt. */
const SOURCES = [
  'src/server/probes/catalogue',
  'src/server/probes/migrations',
  'src/server/sql',
  'src/server/shadow',
  'src/shared',
];

const remembered = new Map<string, Promise<string>>();

/**
 * Changes with Driftboard's own code, so that nothing that an older version has read is held against what this one
 * observes. Worked out once per process.
 * @returns null where the sources are not there: then nothing may be remembered
 */
export async function codeFingerprint(projectRoot: string): Promise<string | null> {
  let known = remembered.get(projectRoot);
  if (known === undefined) {
    known = hash(projectRoot);
    remembered.set(projectRoot, known);
  }
  return known.catch(() => null);
}

async function hash(projectRoot: string): Promise<string> {
  const files = (
    await Promise.all(SOURCES.map((source) => sourceFiles(path.join(projectRoot, source))))
  ).flat();
  const texts = await Promise.all(files.map((file) => readFile(file)));
  const sum = createHash('sha256');
  for (const text of texts) sum.update(text).update('\0');
  return sum.digest('hex');
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
