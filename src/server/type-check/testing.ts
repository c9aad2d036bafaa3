import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateClients } from '../prisma/generate';
import { testSchema } from '../probes/client/testing';
import { findProjectRoot } from '../project-root';

/** Where the client of a little application lies, and how its code comes to it. */
export const LAYOUTS = ['prisma-client', 'prisma-client-js', 'default', 'workspace'] as const;
export type Layout = (typeof LAYOUTS)[number];

export type TypedApplication = {
  root: string;
  tsconfig: string;
  /** The folder that the client is generated into. */
  target: string;
  /** Generates from another schema aside. @returns the folder */
  stage(schema: string): Promise<string>;
  /** Puts what was staged in place. */
  put(staged: string): Promise<void>;
  /** Every file below it with its text and time: what must not change. */
  snapshot(): Promise<Record<string, string>>;
  remove(): Promise<void>;
};

const CODE = `
export async function moods(prisma: PrismaClient): Promise<string[]> {
  const users = await prisma.user.findMany({ select: { mood: true } });
  return users.map((user) => user.mood);
}
export const posts = (prisma: PrismaClient) => prisma.post.count();
`;

/** Before: a post, no nickname. */
export const OLD_SCHEMA = testSchema('prisma-client');
/** The mood is gone, which `moods` reads; the model Post too, which `posts` counts. */
export const NEW_SCHEMA = OLD_SCHEMA.replace('  mood  Mood\n', '')
  .replace(/\/\/\/ story: 5\.1\nmodel Post \{[\s\S]*?\n\}\n/, '')
  .replace('  posts Post[]\n', '');

/**
 * A little application that reads a mood and counts posts, with an error of its own beside; strict, and `incremental`, so
 * that a compiler which is let at it leaves a file.
 * @param typescript the folder of the package; null for the one of the project
 */
export async function createTypedApplication(
  layout: Layout,
  typescript: string | null = null,
): Promise<TypedApplication> {
  const project = findProjectRoot();
  const root = join(project, '.data', 'test', randomUUID());
  const app = layout === 'workspace' ? join(root, 'apps', 'web') : root;
  const home = layout === 'workspace' ? join(root, 'packages', 'db') : root;
  const target =
    layout === 'default' ? join(root, 'node_modules', '.prisma', 'client') : join(home, 'src', 'generated');
  const entry = layout === 'prisma-client' || layout === 'workspace' ? 'client' : 'index';
  const specifier = {
    'prisma-client': './generated/client',
    'prisma-client-js': './generated',
    default: '@prisma/client',
    workspace: '@acme/db',
  };
  await write(
    join(app, 'src', 'code.ts'),
    `import type { PrismaClient } from '${specifier[layout]}';\n${CODE}`,
  );
  await write(join(app, 'src', 'own.ts'), 'export const own: string = 1;\n');
  const compilerOptions = {
    strict: true,
    noEmit: true,
    incremental: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  };
  await write(
    join(root, 'tsconfig.base.json'),
    `{ // shared\n  "compilerOptions": ${JSON.stringify(compilerOptions)},\n}\n`,
  );
  const base = layout === 'workspace' ? '../../tsconfig.base.json' : './tsconfig.base.json';
  await write(join(app, 'tsconfig.json'), JSON.stringify({ extends: base, include: ['src'] }));
  await mkdir(join(root, 'node_modules'), { recursive: true });
  if (typescript !== null) await symlink(typescript, join(root, 'node_modules', 'typescript'), 'junction');
  if (layout === 'default') await copyClientPackage(project, root);
  if (layout === 'workspace') {
    await write(
      join(home, 'package.json'),
      '{ "name": "@acme/db", "type": "module", "exports": "./src/index.ts" }',
    );
    await write(join(home, 'src', 'index.ts'), `export * from './generated/${entry}';\n`);
    await mkdir(join(root, 'node_modules', '@acme'));
    await symlink(home, join(root, 'node_modules', '@acme', 'db'), 'junction');
  }
  const provider =
    layout === 'prisma-client' || layout === 'workspace' ? 'prisma-client' : 'prisma-client-js';
  // Beside the application: what lies in its `node_modules` has types only, which `generate` does not take.
  const schemaFolder = `${root}-schema`;
  const schemaFile = join(schemaFolder, 'prisma', 'schema.prisma');
  const application: TypedApplication = {
    root,
    tsconfig: join(app, 'tsconfig.json'),
    target,
    async stage(schema) {
      const text = schema.replace('provider = "prisma-client"', `provider = "${provider}"`);
      await write(schemaFile, text);
      const [made] = await generateClients({
        schemaPath: schemaFile,
        stagingDir: join(schemaFolder, 'staging', randomUUID()),
        signal: new AbortController().signal,
        onLine: () => undefined,
      });
      if (made === undefined) throw new Error('Nothing was generated.');
      return made.staged;
    },
    async put(staged) {
      await rm(target, { recursive: true, force: true });
      await mkdir(dirname(target), { recursive: true });
      await cp(staged, target, { recursive: true });
    },
    snapshot: () => snapshot(root),
    async remove() {
      for (const folder of [root, schemaFolder]) await rm(folder, { recursive: true, force: true });
    },
  };
  await application.put(await application.stage(OLD_SCHEMA));
  return application;
}

/** As npm installs it: a folder of the application, beside which Prisma generates into `.prisma`. */
async function copyClientPackage(project: string, root: string): Promise<void> {
  const name = join('node_modules', '@prisma', 'client');
  await cp(join(project, name), join(root, name), {
    recursive: true,
    filter: (source) => !/\.(m?js|wasm|map)$/.test(source),
  });
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function snapshot(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  const each = files.map(async (file): Promise<[string, string]> => {
    const found = await stat(file);
    if (!found.isFile()) return [file, 'folder'];
    return [file, `${found.mtimeMs} ${await readFile(file, 'utf8')}`];
  });
  return Object.fromEntries(await Promise.all(each));
}
