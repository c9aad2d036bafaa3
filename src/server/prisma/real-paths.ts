import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** What Prisma writes as text: engines and WASM are left alone. */
const TEXT = /\.(?:[cm]?js|[cm]?ts|json|prisma)$/;

/**
 * Lets a client that was made aside name the real folder wherever it names the one it was made in, as Prisma 5 and 6 do:
 * it is then what Prisma would have written in place.
 */
export async function nameRealPaths(dir: string, stagingDir: string, base: string): Promise<void> {
  // The root of a disk ends with the separator that follows anyway.
  const real = base === parse(base).root ? base.slice(0, -1) : base;
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
  await Promise.all(
    files.map(async (entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = await readFile(file, 'utf8');
      const renamed = text.replaceAll(stagingDir, real).replaceAll(escaped(stagingDir), escaped(real));
      if (renamed !== text) await writeFile(file, renamed);
    }),
  );
}
