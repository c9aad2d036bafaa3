import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Evidence } from '../../../shared/observation';
import { failed, notConfigured, observed, type Probe } from '../types';
import { NO_CLIENT } from './disk';
import { errorCode, errorText } from './errors';

const Manifest = z.object({ version: z.string() });

/** Reads which versions of `prisma` and `@prisma/client` are installed where the client's own imports resolve. */
export const clientInstalledProbe: Probe<'client.installed'> = {
  need: 'client.installed',
  async read({ settings }) {
    const [dir] = settings.client;
    if (dir === undefined) return notConfigured(NO_CLIENT);
    try {
      const [cli, client, adapter] = await Promise.all([
        readInstalled(dir, 'prisma'),
        readInstalled(dir, '@prisma/client'),
        readInstalled(dir, '@prisma/adapter-pg'),
      ]);
      return observed(
        { cli: cli.version, client: client.version, adapter: adapter.version },
        cli.evidence,
        client.evidence,
        adapter.evidence,
      );
    } catch (error) {
      return failed(errorText(error));
    }
  },
};

async function readInstalled(
  dir: string,
  name: string,
): Promise<{ version: string | null; evidence: Evidence }> {
  const at = new Date().toISOString();
  const startedAt = performance.now();
  const found = await findManifest(dir, name);
  const version = found?.version ?? null;
  const evidence: Evidence = {
    kind: 'file',
    text: found?.file ?? `node_modules/${name}/package.json, from ${dir} upwards`,
    answer: version ?? 'not installed',
    at,
    durationMs: performance.now() - startedAt,
  };
  return { version, evidence };
}

/** The nearest package.json of a package, as Node looks for it. Read by path, since `exports` may hide it. */
export async function findManifest(
  dir: string,
  name: string,
): Promise<{ file: string; version: string } | null> {
  const folders = createRequire(join(dir, 'index.js')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const file = join(folder, name, 'package.json');
    try {
      return { file, version: Manifest.parse(JSON.parse(await readFile(file, 'utf8'))).version };
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') continue;
      throw new Error(
        `${file} cannot be read (${errorCode(error) ?? 'it is no package.json'}): run npm install in ${dirname(folder)}.`,
      );
    }
  }
  return null;
}
