import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { InstalledBeside } from '../../../shared/client';
import type { Evidence } from '../../../shared/observation';
import { failed, notConfigured, observed, type Probe } from '../types';
import { errorCode, errorText } from './errors';
import { namedClients } from './named-clients';
import { noClient } from './no-client';

const PACKAGES = ['prisma', '@prisma/client', '@prisma/adapter-pg'] as const;
const Manifest = z.object({ version: z.string() });

/** Reads which versions of Prisma's packages are installed where the imports of each client resolve. */
export const clientInstalledProbe: Probe<'client.installed'> = {
  need: 'client.installed',
  async read(context) {
    const { settings } = context;
    if (settings.client.length === 0) return notConfigured(await noClient(settings, context.dataDir));
    try {
      const evidence: Evidence[] = [];
      const installed: InstalledBeside[] = [];
      for (const { dir, name } of namedClients(settings.client)) {
        const found = await Promise.all(PACKAGES.map((each) => readInstalled(dir, each)));
        const [cli, client, adapter] = found.map(({ version }) => version);
        installed.push({ name, cli: cli ?? null, client: client ?? null, adapter: adapter ?? null });
        evidence.push(...found.map((each) => each.evidence));
      }
      return observed(installed, ...evidence);
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
