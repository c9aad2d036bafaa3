import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestApplication } from '../../probes/client/testing';

const PRISMA = createRequire(import.meta.url).resolve('prisma/build/index.js');

/** The command line of Prisma that an application has installed, in a form that a test can hold. */
export type FakePrisma = {
  /** How often it was started. */
  starts(): Promise<number>;
  /** Lets those go on that wait (`waits`). */
  open(): Promise<void>;
};

/**
 * Puts a `prisma` into the application's own node_modules that counts its starts.
 * @param program what it does then, as a module; by default what the real one does
 * @param waits it does nothing before `open` is called
 */
export async function installFakePrisma(
  application: TestApplication,
  { program = REAL, waits = false }: { program?: string; waits?: boolean } = {},
): Promise<FakePrisma> {
  const folder = join(application.root, 'node_modules', 'prisma');
  const starts = join(folder, 'starts');
  const gate = join(folder, 'gate');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'prisma', bin: 'index.mjs' }));
  await writeFile(
    join(folder, 'index.mjs'),
    `import { appendFileSync, existsSync } from 'node:fs';
appendFileSync(${JSON.stringify(starts)}, process.pid + '\\n');
while (${waits} && !existsSync(${JSON.stringify(gate)})) await new Promise((next) => setTimeout(next, 20));
${program}`,
  );
  return {
    async starts() {
      const text = await readFile(starts, 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean).length;
    },
    open: () => writeFile(gate, ''),
  };
}

/** Prisma looks at the name of the script that was started. */
export const REAL = `process.argv[1] = ${JSON.stringify(PRISMA)};
await import(${JSON.stringify(pathToFileURL(PRISMA).href)});`;
