import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { vi } from 'vitest';
import { generateClients } from '../../prisma/generate';
import { linkPackage, runGenerate } from './generate-with';
import type { OtherPrisma } from './install';
import { majorOf } from './versions';

/** An application for tests with these schema files (by path below `prisma`), and its packages where npm or pnpm puts them. */
export async function layApplication(
  prisma: OtherPrisma,
  files: Readonly<Record<string, string>>,
  packages: 'above' | 'npm' | 'pnpm',
): Promise<string> {
  const root = join(prisma.dir, '.data', 'test', randomUUID());
  await mkdir(join(root, 'prisma'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{ "name": "app", "private": true }\n');
  await writeFile(join(root, '.env'), 'LAB_SETTING=1\n');
  for (const [path, text] of Object.entries(files)) await put(join(root, 'prisma', path), text);
  if (packages === 'above') return root;
  const own = join(root, 'node_modules');
  const real =
    packages === 'npm' ? own : join(own, '.pnpm', `@prisma+client@${prisma.version}`, 'node_modules');
  await linkPackage(prisma, '@prisma/client', real);
  await mkdir(join(own, '@prisma'), { recursive: true });
  if (packages === 'pnpm') await symlink(join(real, '@prisma', 'client'), join(own, '@prisma', 'client'));
  await symlink(join(prisma.nodeModules, 'prisma'), join(own, 'prisma'), 'junction');
  return root;
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

export function datasource(prisma: OtherPrisma): string {
  const url = majorOf(prisma.version) < 7 ? '  url = env("DATABASE_URL")\n' : '';
  return `datasource db {\n  provider = "postgresql"\n${url}}\n`;
}

export const generator = (name: string, provider: string, output: string | null) =>
  `generator ${name} {\n  provider = "${provider}"\n${output === null ? '' : `  output = "${output}"\n`}}\n`;

/** Each file by its digest, so that a difference names the file. */
async function digests(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = await Promise.all(
    files
      .sort()
      .map(async (file): Promise<[string, string]> => [relative(dir, file), hash(await readFile(file))]),
  );
  return Object.fromEntries(pairs);
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** A client as it was made aside, and as Prisma then wrote it: its files by path, with digests. */
export type MadeTwice = {
  /** Below the application's folder. */
  target: string;
  /** Whether making it aside had left the real place alone. */
  untouched: boolean;
  aside: Record<string, string>;
  inPlace: Record<string, string>;
};

/** Generates aside first, when nothing else is there, then by hand. */
export async function asideAndInPlace(
  prisma: OtherPrisma,
  root: string,
  schema: string,
): Promise<MadeTwice[]> {
  if (prisma.engine !== null) vi.stubEnv('PRISMA_QUERY_ENGINE_LIBRARY', prisma.engine);
  const made = await generateClients({
    schemaPath: join(root, 'prisma', schema),
    stagingDir: join(root, '.staging'),
    signal: new AbortController().signal,
    onLine: () => undefined,
  });
  const before = await Promise.all(
    made.map(async ({ target, staged }) => ({
      target,
      untouched: !existsSync(target),
      aside: await digests(staged),
    })),
  );
  await runGenerate(prisma, root, join('prisma', schema));
  return Promise.all(
    before.map(async (one) => ({
      ...one,
      target: relative(root, one.target),
      inPlace: await digests(one.target),
    })),
  );
}
