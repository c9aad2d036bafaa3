import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exists } from '../embedded/platform';
import { findProjectRoot } from '../project-root';

const INSTALL_TIMEOUT_MS = 180_000;

/**
 * The folder of that TypeScript below `.data`, fetched by npm where it lacks: it is no dependency, and only the long
 * tests need it.
 */
export async function fetchTypescript(version: string): Promise<string> {
  const folder = join(findProjectRoot(), '.data', 'typescript', version);
  const installed = join(folder, 'node_modules', 'typescript');
  if (await exists(join(installed, 'package.json'))) return installed;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  await promisify(execFile)('npm', [...args, `typescript@${version}`], {
    cwd: folder,
    timeout: INSTALL_TIMEOUT_MS,
  });
  return installed;
}
