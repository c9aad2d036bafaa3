import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { lockFilesOf, swapFolder } from '../../jobs/lock-files';
import { generateClients } from '../../prisma/generate';
import { findProjectRoot } from '../../project-root';
import { CLIENTS, type ClientName, SCHEMAS } from './schemas';

/** An application with three clients, and what each of them is when it is whole: of the one schema or of the other. */
export type Place = {
  root: string;
  dataDir: string;
  schema: string;
  dirs: Record<ClientName, string>;
  /** The digest of each client's files, for the first schema and for the second. */
  whole: Record<ClientName, [string, string]>;
  /** What the real Prisma made of each schema, in the folders `0` and `1`. */
  made: string;
  remove(): Promise<void>;
};

/** Stands in for Prisma's command line: copies what the real one had written. */
const COPYING_CLI = `const { cpSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const schema = process.argv[process.argv.indexOf('--schema') + 1];
const version = readFileSync(schema, 'utf8').includes('model Post') ? '1' : '0';
const src = join(dirname(schema), '..', 'src');
cpSync(join(__dirname, 'made', version), src, { recursive: true });
`;

/**
 * Lays the application with the clients of the first schema, made by the real Prisma. `linked` is behind a link that
 * names a folder of its own.
 * @param prisma whether regenerations run the real one, or a stand-in that copies what the real one had written
 */
export async function layPlace(prisma: 'real' | 'copying'): Promise<Place> {
  const root = join(findProjectRoot(), '.data', 'test', randomUUID());
  const schema = join(root, 'prisma', 'schema.prisma');
  const cli = join(root, 'node_modules', 'prisma');
  await mkdir(dirname(schema), { recursive: true });
  await writeFile(join(root, 'package.json'), '{ "name": "app", "private": true, "type": "module" }\n');
  const made = join(root, 'made');
  for (const [version, text] of SCHEMAS.entries()) {
    await writeFile(schema, text);
    const stagingDir = join(root, '.staging');
    const signal = new AbortController().signal;
    await generateClients({ schemaPath: schema, stagingDir, signal, onLine: () => undefined });
    await mkdir(made, { recursive: true });
    await rename(join(stagingDir, 'src'), join(made, String(version)));
    await rm(stagingDir, { recursive: true, force: true });
  }
  const src = join(root, 'src');
  await cp(join(made, '0'), src, { recursive: true });
  await rename(join(src, CLIENTS.linked), join(src, `${CLIENTS.linked}@first`));
  await symlink(`${CLIENTS.linked}@first`, join(src, CLIENTS.linked), 'junction');
  const each = async (name: ClientName): Promise<[string, string]> => [
    await digestOf(join(made, '0', CLIENTS[name])),
    await digestOf(join(made, '1', CLIENTS[name])),
  ];
  const whole = { app: await each('app'), js: await each('js'), linked: await each('linked') };
  if (prisma === 'copying') {
    await mkdir(join(cli, 'build'), { recursive: true });
    await writeFile(join(cli, 'package.json'), '{ "name": "prisma", "bin": "build/index.cjs" }\n');
    await writeFile(join(cli, 'build', 'index.cjs'), COPYING_CLI);
    await rename(made, join(cli, 'build', 'made'));
  }
  const dir = (name: ClientName) => join(src, CLIENTS[name]);
  return {
    root,
    dataDir: join(root, '.data'),
    schema,
    dirs: { app: dir('app'), js: dir('js'), linked: dir('linked') },
    whole,
    made: prisma === 'copying' ? join(cli, 'build', 'made') : made,
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  };
}

/** All files of a folder in one digest. */
export async function digestOf(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${relative(dir, file)}\0`).update(await readFile(file));
  return hash.digest('hex');
}

/** What lies beside the clients and in the data folder that no regeneration may leave there. */
export async function leftovers({ root, dataDir, dirs }: Place): Promise<string[]> {
  const src = await readdir(join(root, 'src'));
  const generated = await readdir(join(root, 'src', 'generated'));
  const strange = [
    ...src.filter((name) => !/^(?:generated|js|linked|linked@.*)$/.test(name)),
    ...generated.filter((name) => name !== 'americano'),
  ];
  const locks = lockFilesOf(findProjectRoot(), Object.values(dirs));
  const kept = [...locks, swapFolder(locks), `${swapFolder(locks)}.lock`].filter((file) => existsSync(file));
  const bundles = await readdir(join(dataDir, 'build')).catch(() => []);
  return [...strange, ...kept, ...bundles];
}
