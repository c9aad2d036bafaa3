import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse, relative, resolve, sep } from 'node:path';
import { clientGenerator } from './generator-output';
import type { SchemaFile } from './schema-text';

/** A copy of a schema at a place where its client's relative `output` lands aside. */
export type StagedSchema = {
  /** What `prisma generate --schema` gets. */
  schemaPath: string;
  /** The folder into which the client will be written. */
  outputDir: string;
  /** The generator's name, for `--generator`: other generators of the schema have no business here. */
  generator: string;
};

/**
 * Copies schema files below `stagingDir` at the same relative place: `output` is never rewritten, since the generated
 * client holds the schema's text.
 * @param schemaPath the file or folder that the files came from
 */
export async function stageSchema(
  files: readonly SchemaFile[],
  schemaPath: string,
  stagingDir: string,
): Promise<StagedSchema> {
  const absolute = files.map((file) => ({ ...file, path: resolve(file.path) }));
  const generator = clientGenerator(absolute);
  const root = resolve(schemaPath);
  const output = resolve(generator.baseDir, generator.output);
  const base = [output, ...absolute.map((file) => dirname(file.path))].reduce(commonFolder);
  const staged = (path: string) => join(stagingDir, relative(base, path));
  for (const file of absolute) {
    await mkdir(dirname(staged(file.path)), { recursive: true });
    await writeFile(staged(file.path), file.text);
  }
  await linkPackages(dirname(absolute[0]?.path ?? root), stagingDir);
  return { schemaPath: staged(root), outputDir: staged(output), generator: generator.name };
}

/** The deepest folder that holds both. */
export function commonFolder(left: string, right: string): string {
  const [a, b] = [left.split(sep), right.split(sep)];
  const differs = a.findIndex((part, index) => part !== b[index]);
  const shared = differs === -1 ? a : a.slice(0, differs);
  return shared.join(sep) || parse(left).root;
}

/** Prisma copies its runtime from the `@prisma/client` that it finds from the schema: it must be the application's. */
async function linkPackages(schemaDir: string, stagingDir: string): Promise<void> {
  const folders = createRequire(join(schemaDir, 'schema.js')).resolve.paths('@prisma/client') ?? [];
  for (const folder of folders) {
    const there = await stat(join(folder, '@prisma', 'client')).catch(() => null);
    if (there === null) continue;
    await symlink(folder, join(stagingDir, 'node_modules'), 'junction');
    return;
  }
}
