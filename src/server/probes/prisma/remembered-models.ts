import { PrismaSchema } from '../../../shared/prisma-schema';
import type { SchemaFile } from '../../prisma/schema-text';
import { parserVersion } from './engine-version';
import { expectedName } from './expected-cache';
import { readPrismaSchemaText } from './read-schema-text';
import { recall, remember } from './remembered';

/**
 * Stands for the way in which a schema's text is read here. A test holds it against the reading of a schema that uses
 * everything: change it when that test says so, or an older version's answers would be taken for this one's.
 */
export const READING = '51f9cb3cfc15b505';

/** The same as `readPrismaSchemaText`, from an earlier run where it has seen this text: loading Prisma's parser takes longer. */
export async function rememberedModels(
  dataDir: string,
  files: readonly SchemaFile[],
  defaultSchema: string,
): Promise<PrismaSchema> {
  const name = expectedName('logical', files, defaultSchema, parserVersion(), READING);
  const kept = await recall(dataDir, name, PrismaSchema);
  if (kept !== null) return kept;
  const read = await readPrismaSchemaText(files, defaultSchema);
  await remember(dataDir, name, read);
  return read;
}
