import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ClientOnDisk, GeneratedClient } from '../../../shared/client';
import { clientModels, type PrismaSchema } from '../../../shared/prisma-schema';
import { clientFingerprint, schemaFingerprint } from '../../prisma/fingerprint';
import type { SchemaFile } from '../../prisma/schema-text';
import { readPrismaSchemaText } from '../prisma/read-schema-text';
import { errorCode, errorText } from './errors';
import { type InlineSchema, readInlineSchema } from './inline-schema';
import { type DetectedLayout, detectLayout, missingFiles } from './layout';
import type { NamedClient } from './named-clients';
import { withWholeFolder } from './whole-folder';

type ReadSchema = (files: SchemaFile[]) => Promise<PrismaSchema>;
type ClientFile = GeneratedClient['files'][number];

/**
 * Reads the generated client in a folder: its layout, the schema and the version inside it, its files. Executes nothing.
 * A folder that lacks and files that lack are answers; only what cannot be read is an error. Where the folder is replaced
 * meanwhile, it is read again.
 * @param readSchema what reads the schema inside it, where an earlier reading may do
 * @throws Error with a sentence: the folder may not be read, or a text in it is broken
 */
export async function readClientOnDisk(
  client: NamedClient,
  readSchema: ReadSchema = readPrismaSchemaText,
): Promise<ClientOnDisk> {
  return withWholeFolder(client.dir, () => readOnce(client, readSchema));
}

async function readOnce({ dir, name }: NamedClient, readSchema: ReadSchema): Promise<ClientOnDisk> {
  const files = await listFiles(dir);
  const paths = files.map((file) => file.path);
  const detected = detectLayout(paths);
  if (detected === null) return { state: 'missing', name, dir };
  const inline = await readInline(dir, detected, paths);
  if (inline === null) {
    const missing = missingFiles(detected, paths, null);
    if (missing.length === 0) {
      throw new Error(
        `${join(dir, detected.schemaFile)} holds no inlineSchema: it is no Prisma Client, or of a Prisma before 5. Run driftboard regenerate, or point --client elsewhere.`,
      );
    }
    return { state: 'incomplete', name, dir, layout: detected.layout, files, missingFiles: missing };
  }
  return { state: 'complete', client: await describe({ dir, name }, detected, inline, files, readSchema) };
}

async function describe(
  { dir, name }: NamedClient,
  detected: DetectedLayout,
  inline: InlineSchema,
  files: ClientFile[],
  readSchema: ReadSchema,
): Promise<GeneratedClient> {
  const schema = await readSchema([{ path: 'schema.prisma', text: inline.schema }]).catch(
    (error: unknown) => {
      throw new Error(
        `The schema inside ${join(dir, detected.schemaFile)} cannot be read: ${errorText(error)} Run driftboard regenerate.`,
      );
    },
  );
  const models = clientModels(schema);
  const paths = files.map((file) => file.path);
  return {
    name,
    dir,
    layout: detected.layout,
    version: inline.version,
    fingerprint: clientFingerprint(schemaFingerprint(inline.schema), inline.version),
    schemaFingerprint: schemaFingerprint(inline.schema),
    models,
    enums: schema.enums,
    files,
    missingFiles: missingFiles(detected, paths, {
      version: inline.version,
      models: models.map((model) => model.name),
    }),
    generatedAt: files.find((file) => file.path === detected.schemaFile)?.modifiedAt ?? '',
  };
}

async function readInline(
  dir: string,
  detected: DetectedLayout,
  paths: readonly string[],
): Promise<InlineSchema | null> {
  if (!paths.includes(detected.schemaFile)) return null;
  const file = join(dir, detected.schemaFile);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(
      `${file} cannot be read (${errorCode(error) ?? errorText(error)}): check who may read it.`,
    );
  });
  try {
    return readInlineSchema(text);
  } catch (error) {
    throw new Error(`${file} is broken (${errorText(error)}): run driftboard regenerate.`);
  }
}

/** All files below `dir` by relative path with `/` between; empty where there is no such folder. */
async function listFiles(dir: string): Promise<ClientFile[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const described = await Promise.all(files.map((file) => describeFile(dir, file)));
    return described.filter((file) => file !== null).sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new Error(
      `The folder of the generated client ${dir} cannot be read (${errorCode(error) ?? errorText(error)}): check that it is a folder and who may read it, or set --client.`,
    );
  }
}

async function describeFile(dir: string, file: string): Promise<ClientFile | null> {
  try {
    const { size, mtime } = await stat(file);
    return {
      path: relative(dir, file).split(sep).join('/'),
      sizeBytes: size,
      modifiedAt: mtime.toISOString(),
    };
  } catch (error) {
    // Somebody regenerates at this moment: a file that is gone again was not there.
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
