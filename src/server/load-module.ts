import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { bundleModule, LoadModuleError } from './bundle-module';
import { importModule } from './import-module';
import { findProjectRoot } from './project-root';

export { LoadModuleError } from './bundle-module';

const moduleSchema = z.looseObject({});

/**
 * Loads a TypeScript, JavaScript or JSON file of settings.
 * @returns its default export, or all its exports when it has none
 * @throws LoadModuleError when it is missing, has a syntax error (with its line), or throws while it runs
 */
export async function loadTsModule(file: string, projectRoot = findProjectRoot()): Promise<unknown> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new LoadModuleError(`${path} does not exist: check the path, or create the file.`);
  const code = await bundleModule(path, projectRoot);
  const url = pathToFileURL(await writeOnce(code, join(projectRoot, '.data', 'build'))).href;
  const loaded = moduleSchema.parse(await importFresh(url, path));
  return 'default' in loaded ? loaded.default : loaded;
}

/** Node keeps a module by its path for ever, so each content has a file name of its own. */
async function writeOnce(code: string, folder: string): Promise<string> {
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const target = join(folder, `config-${hash}.mjs`);
  if (existsSync(target)) return target;
  await mkdir(folder, { recursive: true });
  const temporary = `${target}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(temporary, code);
  await rename(temporary, target);
  return target;
}

async function importFresh(url: string, path: string): Promise<unknown> {
  try {
    return await importModule(url);
  } catch (error) {
    throw new LoadModuleError(`${basename(path)} stopped with an error while it ran: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
