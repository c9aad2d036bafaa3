import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { MigrationsReplay } from '../../../../shared/migrations';

/** Counted up when these files get another form: old ones are then not found. */
const FORMAT = 1;

/** So many answers are kept, the newest: each edit of a migration makes one. */
const KEPT = 12;

const NAME = /^replay-[0-9a-f]{64}\.json$/;

// Its form was checked before it was written; what has the checksum and this code's own hash in its name has it still.
const Kept = z.custom<MigrationsReplay>((value) => typeof value === 'object' && value !== null);

/** Names what a replay depends on: all texts, where unnamed objects go, what is read, on which server, and how. */
export function replayHash(parts: {
  scripts: readonly { name: string; sql: string }[];
  defaultSchema: string;
  schemas: readonly string[];
  server: string;
  reading: string;
}): string {
  const scripts = parts.scripts.map(({ name, sql }) => [name, sql]);
  const named = [FORMAT, parts.server, parts.reading, parts.defaultSchema, parts.schemas, scripts];
  return sha256(JSON.stringify(named));
}

/** What an earlier run kept; null where there is none or it is broken. */
export async function recallReplay(dataDir: string, hash: string): Promise<MigrationsReplay | null> {
  try {
    const text = await readFile(fileFor(dataDir, hash), 'utf8');
    const end = text.indexOf('\n');
    const content = text.slice(end + 1);
    return text.slice(0, end) === sha256(content) ? Kept.parse(JSON.parse(content)) : null;
  } catch {
    // A cache that is not there or not whole is made anew; nothing is concluded from it.
    return null;
  }
}

/** Keeps an answer for later runs, and forgets the oldest. Never throws. */
export async function rememberReplay(dataDir: string, hash: string, replay: MigrationsReplay): Promise<void> {
  const file = fileFor(dataDir, hash);
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const content = JSON.stringify(MigrationsReplay.parse(replay));
    await writeFile(temporary, `${sha256(content)}\n${content}`);
    await rename(temporary, file);
    await forgetOldest(path.dirname(file));
  } catch {
    // A folder that may not be written costs only time: `verify` runs in read-only containers too.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function forgetOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name));
  if (names.length <= KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
  );
  const old = files.sort((a, b) => b.at - a.at).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(path.join(folder, name), { force: true })));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function fileFor(dataDir: string, hash: string): string {
  return path.join(dataDir, 'cache', `replay-${hash}.json`);
}
