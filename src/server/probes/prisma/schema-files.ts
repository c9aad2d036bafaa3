import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SchemaFile } from '../../prisma/schema-text';

/**
 * The files of a schema: the file itself, or every `.prisma` file of the folder and its folders, by name.
 * @throws Error with a sentence that says what is wrong with the path and what to do
 */
export async function readSchemaFiles(schema: string): Promise<SchemaFile[]> {
  try {
    const isFolder = (await stat(schema)).isDirectory();
    const paths = isFolder ? await prismaFiles(schema) : [schema];
    if (paths.length === 0) {
      throw new Error(
        `The folder ${schema} holds no .prisma file: point --schema to schema.prisma or its folder.`,
      );
    }
    return await Promise.all(paths.map(readSchemaFile));
  } catch (error) {
    throw new Error(sentence(schema, error), { cause: error });
  }
}

/** Without the byte order mark that some editors write and Prisma's parser refuses. */
async function readSchemaFile(file: string): Promise<SchemaFile> {
  const text = await readFile(file, 'utf8');
  return { path: file, text: text.startsWith('\ufeff') ? text.slice(1) : text };
}

async function prismaFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !path.relative(folder, file).split(path.sep).includes('node_modules'))
    .sort((a, b) => (a < b ? -1 : 1));
}

function sentence(schema: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `${schema} does not exist: point --schema to schema.prisma or its folder.`;
  if (code === 'ENOTDIR')
    return `A part of ${schema} is no folder: point --schema to schema.prisma or its folder.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `${schema} may not be read: give this user the right to read it.`;
  return error instanceof Error ? error.message : String(error);
}
