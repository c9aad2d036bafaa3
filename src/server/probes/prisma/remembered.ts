import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { buildId } from '../../build-id';

/** Answers of each kind that are kept: a few environments, each with a few states of its schema. */
const KEPT = 24;

/**
 * What an earlier run kept under this name; null where there is none or it is broken. It must have the form, unless a
 * process of the same sources has sealed it, whose forms are these: to look through a large answer takes longer than to
 * read it.
 */
export async function recall<T>(
  dataDir: string,
  name: string,
  form: z.ZodType<T>,
  build = buildId(),
): Promise<T | null> {
  const file = fileFor(dataDir, name);
  try {
    const { mtimeMs, size } = await stat(file);
    const state = `${mtimeMs} ${size}`;
    const known = inMemory.get(file);
    if (known?.state === state && known.form === form) return z.custom<T>().parse(known.value);
    const text = await readFile(file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    const isOurs = build !== null && text.slice(0, end) === seal(build, body);
    const value = isOurs ? z.custom<T>().parse(JSON.parse(body)) : form.parse(JSON.parse(body));
    if (build !== null && !isOurs) await remember(dataDir, name, value, build);
    else keepInMemory(file, { state, form, value });
    return value;
  } catch {
    // A cache that is not there or not whole is made anew; nothing is concluded from it.
    return null;
  }
}

/** Keeps an answer for later runs; written beside and renamed, so that nobody reads half of it. Never throws. */
export async function remember(
  dataDir: string,
  name: string,
  value: unknown,
  build = buildId(),
): Promise<void> {
  const file = fileFor(dataDir, name);
  const temporary = `${file}.${randomUUID()}.tmp`;
  const body = JSON.stringify(value);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(temporary, `${build === null ? '' : seal(build, body)}\n${body}`);
    await rename(temporary, file);
    await forgetOldest(path.dirname(file), name.replace(/-.*$/, '-'));
  } catch {
    // A folder that may not be written costs only time: `verify` runs in read-only containers too.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

type InMemory = { state: string; form: z.ZodType; value: unknown };

/** What this process has read, so that a look every few seconds does not read it again. Nobody changes what a probe brought. */
const inMemory = new Map<string, InMemory>();
/** Both halves of what is expected, of a few environments. */
const IN_MEMORY_MAX = 8;

function keepInMemory(file: string, entry: InMemory): void {
  inMemory.delete(file);
  inMemory.set(file, entry);
  for (const oldest of inMemory.keys()) if (inMemory.size > IN_MEMORY_MAX) inMemory.delete(oldest);
}

/** Says that sources of this name wrote just this. */
function seal(build: string, body: string): string {
  return createHash('sha256').update(`${build}\n${body}`).digest('hex');
}

/** Each edit of a schema leaves an answer: without an end they would fill the disk. */
async function forgetOldest(folder: string, prefix: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.json'));
  if (names.length <= KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return { file, at: (await stat(file)).mtimeMs };
    }),
  );
  files.sort((a, b) => b.at - a.at);
  await Promise.all(files.slice(KEPT).map(({ file }) => rm(file, { force: true })));
}

function fileFor(dataDir: string, name: string): string {
  return path.join(dataDir, 'cache', `${name}.json`);
}
