import { existsSync } from 'node:fs';
import { copyFile, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, parse, relative, resolve } from 'node:path';
import { commonFolder } from './common-folder';
import type { StageableGenerator } from './generator-output';
import type { SchemaFile } from './schema-text';
import { packagesOf, stagePackages } from './stage-packages';

/** A copy of a schema at a place where the clients of its generators land aside. */
export type StagedSchema = {
  /** What `prisma generate --schema` gets. */
  schemaPath: string;
  /** Where Prisma is started: the copy of the folder in which one starts it by hand. */
  cwd: string;
  /** Each generator's folder, in its real place and in the copy. */
  outputs: { generator: string; target: string; staged: string }[];
  /** What stands in the copy's paths in place of the real folder. */
  stagingDir: string;
  base: string;
};

/**
 * Copies schema files below `stagingDir` at the same relative place: `output` is never rewritten, since the generated
 * client holds the schema's text. The packages stand there as links, and so do `.env` files, since a client of Prisma 5
 * or 6 reads those that were there when it was generated.
 * @param schemaPath the file or folder that the files came from
 */
export async function stageSchema(
  files: readonly SchemaFile[],
  schemaPath: string,
  generators: readonly StageableGenerator[],
  stagingDir: string,
): Promise<StagedSchema> {
  const root = resolve(schemaPath);
  const absolute = files.map((file) => ({ ...file, path: resolve(file.path) }));
  const schemaDir = dirname(absolute[0]?.path ?? root);
  const project = projectFolder(schemaDir);
  const packages = packagesOf(schemaDir);
  const isDefault = generators.some((generator) => generator.output === null);
  const base = [
    project,
    ...generators.map((generator) => dirname(generator.outputDir)),
    ...absolute.map((file) => dirname(file.path)),
    ...(isDefault && packages !== null ? [packages.found, packages.real] : []),
  ].reduce(commonFolder);
  await mkdir(stagingDir, { recursive: true });
  // Prisma writes real paths into what it generates.
  const top = await realpath(stagingDir);
  const staged = (path: string) => join(top, relative(base, path));
  for (const file of absolute) {
    await mkdir(dirname(staged(file.path)), { recursive: true });
    await writeFile(staged(file.path), file.text);
  }
  await mkdir(staged(project), { recursive: true });
  if (packages !== null) await stagePackages(packages, isDefault ? staged : null, top);
  await stageSurroundings(project, [project, join(project, 'prisma'), dirname(root), schemaDir], staged);
  return {
    schemaPath: staged(root),
    cwd: staged(project),
    outputs: generators.map(({ name, outputDir }) => ({
      generator: name,
      target: outputDir,
      staged: staged(outputDir),
    })),
    stagingDir: top,
    base,
  };
}

/** The nearest folder above the schema with a package.json: there one starts Prisma. The schema's own where none has. */
function projectFolder(schemaDir: string): string {
  for (let dir = schemaDir; dir !== parse(dir).root; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
  }
  return schemaDir;
}

async function stageSurroundings(
  project: string,
  envDirs: readonly string[],
  staged: (path: string) => string,
): Promise<void> {
  const manifest = join(project, 'package.json');
  if (existsSync(manifest)) await copyFile(manifest, staged(manifest));
  for (const dir of new Set(envDirs)) {
    const file = join(dir, '.env');
    if (!existsSync(file)) continue;
    await mkdir(staged(dir), { recursive: true });
    await symlink(file, staged(file));
  }
}
