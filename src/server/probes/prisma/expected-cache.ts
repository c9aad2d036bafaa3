import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DatabaseSchema } from '../../../shared/database-schema';
import type { SchemaFile } from '../../prisma/schema-text';

/** Counted up when these files get another form: old ones are then not found. */
const FORMAT = 2;

/** What is kept of the physical half. */
export const RememberedTables = z.object({ schema: DatabaseSchema, notes: z.array(z.string()) });
export type RememberedTables = z.infer<typeof RememberedTables>;

/** Names what a half depends on: the files, where unnamed objects go, what read or wrote them, and how that is read here. */
export function expectedName(
  half: 'expected' | 'logical' | 'generators',
  files: readonly SchemaFile[],
  defaultSchema: string,
  version: string,
  reading: string,
): string {
  const parts = [FORMAT, version, reading, defaultSchema, ...files.map((file) => [file.path, file.text])];
  return `${half}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
