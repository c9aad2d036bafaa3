import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DatabaseSchema } from '../../../shared/database-schema';
import { keepFile } from '../../keep-file';
import type { SchemaFile } from '../../prisma/schema-text';

/** Counted up when these files get another form: old ones are then not found. */
const FORMAT = 1;

const Remembered = z.object({ schema: DatabaseSchema, notes: z.array(z.string()) });
export type Remembered = z.infer<typeof Remembered>;

/** Names what the physical half depends on: the files, where unnamed objects go, the engine that writes the DDL, and how it is read. */
export function expectedHash(
  files: readonly SchemaFile[],
  defaultSchema: string,
  engineVersion: string,
  reading: string,
): string {
  const parts = [
    FORMAT,
    engineVersion,
    reading,
    defaultSchema,
    ...files.map((file) => [file.path, file.text]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** What an earlier run kept; null where there is none or it is broken. */
export async function recall(dataDir: string, hash: string): Promise<Remembered | null> {
  try {
    return Remembered.parse(JSON.parse(await readFile(fileFor(dataDir, hash), 'utf8')));
  } catch {
    // A cache that is not there or not whole is made anew; nothing is concluded from it.
    return null;
  }
}

/** Keeps an answer for later runs. Never throws. */
export async function remember(dataDir: string, hash: string, value: Remembered): Promise<void> {
  await keepFile(fileFor(dataDir, hash), JSON.stringify(value));
}

function fileFor(dataDir: string, hash: string): string {
  return path.join(dataDir, 'cache', `expected-${hash}.json`);
}
