import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokenFile, ClientOnDisk, GeneratedClient } from '../../../shared/client';
import { clientModels, type PrismaSchema } from '../../../shared/prisma-schema';
import { clientFingerprint, schemaFingerprint } from '../../prisma/fingerprint';
import type { SchemaFile } from '../../prisma/schema-text';
import { readPrismaSchemaText } from '../prisma/read-schema-text';
import { type ClientListing, listClient } from './client-listing';
import { errorCode, errorText } from './errors';
import { datedFiles, filesOfAnotherGeneration } from './generations';
import { type InlineSchema, readInlineSchema } from './inline-schema';
import { lookalike } from './instead-of-client';
import { type DetectedLayout, detectLayout, neededFiles } from './layout';
import type { NamedClient } from './named-clients';
import { referredFiles, referringFiles } from './references';
import { recallClient, rememberClient } from './remembered-client';
import { withWholeFolder } from './whole-folder';
import { ANY_VERSION, cutOffFiles } from './wholeness';

type ReadSchema = (files: SchemaFile[]) => Promise<PrismaSchema>;

/**
 * Reads the generated client in a folder: its layout, the schema and the version inside it, its files. Executes nothing.
 * Where no file has changed since the last look, that look's answer is given. A folder that lacks, files that lack and
 * what may not be read are answers too. Where the folder is replaced meanwhile, it is read again.
 * @param readSchema what reads the schema inside it, where an earlier reading may do
 */
export async function readClientOnDisk(
  client: NamedClient,
  readSchema: ReadSchema = readPrismaSchemaText,
): Promise<ClientOnDisk> {
  const { dir, name } = client;
  try {
    const startedAtMs = Date.now();
    const look = await withWholeFolder(dir, () => readOnce(client, readSchema));
    // What was read of two clients must not be remembered of either.
    if (look.isNew) rememberClient(look.listing, look.found, startedAtMs);
    return look.found;
  } catch (error) {
    return { state: 'unreadable', name, dir, reason: errorText(error) };
  }
}

type Look =
  | { listing: ClientListing; found: ClientOnDisk; isNew: true }
  | { listing: null; found: ClientOnDisk; isNew: false };

async function readOnce({ dir, name }: NamedClient, readSchema: ReadSchema): Promise<Look> {
  const listing = await listClient(dir);
  if (typeof listing === 'string') {
    return { listing: null, found: { state: 'missing', name, dir, found: listing }, isNew: false };
  }
  const known = recallClient({ dir, name }, listing);
  if (known !== null) return { listing: null, found: known, isNew: false };
  return { listing, found: await examine({ dir, name }, listing, readSchema), isNew: true };
}

async function examine(
  { dir, name }: NamedClient,
  { files }: ClientListing,
  readSchema: ReadSchema,
): Promise<ClientOnDisk> {
  const paths = files.map((file) => file.path);
  const instead = await lookalike(dir, paths);
  if (instead !== null) return { state: 'missing', name, dir, found: instead };
  const detected = detectLayout(paths);
  if (detected === null) return { state: 'missing', name, dir, found: 'other files' };

  const text = await textIn(dir, detected.schemaFile);
  const inline = text === null ? null : inlineIn(text);
  if (inline === null || inline === 'cut off') {
    if (text !== null && text !== '' && !/prisma/i.test(text)) {
      return { state: 'missing', name, dir, found: 'other files' };
    }
    const broken = await brokenWithoutSchema(dir, files, detected);
    if (inline === 'cut off' && !broken.some(({ path }) => path === detected.schemaFile)) {
      broken.push({ path: detected.schemaFile, why: 'cut off' });
    }
    const missingFiles = lacking(neededFiles(detected, null), paths);
    if (missingFiles.length === 0 && broken.length === 0) {
      throw new Error(
        `${join(dir, detected.schemaFile)} holds no inlineSchema: it is no Prisma Client, or of a Prisma before 5. Run driftboard regenerate, or point --client elsewhere.`,
      );
    }
    const { layout } = detected;
    return { state: 'incomplete', name, dir, layout, files, missingFiles, brokenFiles: broken };
  }
  return { state: 'complete', client: await describe({ dir, name }, detected, inline, files, readSchema) };
}

/** Of an unknown version only the empty files are told, and whether the one with the schema has its end. */
async function brokenWithoutSchema(
  dir: string,
  files: ClientListing['files'],
  detected: DetectedLayout,
): Promise<BrokenFile[]> {
  const [schemaFile, others] = [
    files.filter(({ path }) => path === detected.schemaFile),
    files.filter(({ path }) => path !== detected.schemaFile),
  ];
  const judged = await Promise.all([
    cutOffFiles(dir, schemaFile, detected, ANY_VERSION),
    cutOffFiles(dir, others, detected, null),
  ]);
  return judged.flat();
}

async function describe(
  { dir, name }: NamedClient,
  detected: DetectedLayout,
  inline: InlineSchema,
  files: ClientListing['files'],
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
  const inside = { schema: inline.schema, models: models.map((model) => model.name) };
  const { version, engineType, runtime } = inline;
  return {
    name,
    dir,
    layout: detected.layout,
    version,
    engineType,
    runtime,
    fingerprint: clientFingerprint(schemaFingerprint(inline.schema), version),
    schemaFingerprint: schemaFingerprint(inline.schema),
    models,
    enums: schema.enums,
    files,
    ...(await judgeFiles(dir, detected, files, { ...inside, version })),
    generatedAt: files.find((file) => file.path === detected.schemaFile)?.modifiedAt ?? '',
  };
}

async function judgeFiles(
  dir: string,
  detected: DetectedLayout,
  files: ClientListing['files'],
  inside: { schema: string; version: string; models: readonly string[] },
): Promise<Pick<GeneratedClient, 'missingFiles' | 'brokenFiles'>> {
  const paths = files.map((file) => file.path);
  const [referring, dated, cut] = await Promise.all([
    textsIn(dir, referringFiles(detected), paths),
    textsIn(dir, datedFiles(detected), paths),
    cutOffFiles(dir, files, detected, inside.version),
  ]);
  const known = new Set(cut.map(({ path }) => path));
  const others = filesOfAnotherGeneration(detected, dated, inside).filter(({ path }) => !known.has(path));
  const needed = [...neededFiles(detected, inside), ...referredFiles(detected, referring, paths)];
  return {
    missingFiles: lacking(needed, paths),
    brokenFiles: [...cut, ...others].sort(byPath),
  };
}

/** Sorted, each once. */
function lacking(needed: readonly string[], paths: readonly string[]): string[] {
  const has = new Set(paths);
  return [...new Set(needed)].filter((path) => !has.has(path)).sort();
}

function byPath(a: BrokenFile, b: BrokenFile): number {
  return a.path < b.path ? -1 : 1;
}

function inlineIn(text: string): InlineSchema | 'cut off' | null {
  try {
    return readInlineSchema(text);
  } catch (error) {
    if (error instanceof SyntaxError) return 'cut off';
    throw error;
  }
}

async function textsIn(
  dir: string,
  wanted: readonly string[],
  paths: readonly string[],
): Promise<Map<string, string>> {
  const has = new Set(paths);
  const read = await Promise.all(
    wanted.filter((path) => has.has(path)).map(async (path) => ({ path, text: await textIn(dir, path) })),
  );
  return new Map(read.flatMap(({ path, text }) => (text === null ? [] : [[path, text]])));
}

/** Null where the file is not there, or not any more. */
async function textIn(dir: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(dir, path), 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return null;
    throw new Error(
      `${join(dir, path)} cannot be read (${code ?? errorText(error)}): give the user of this process the right to read it.`,
    );
  }
}
