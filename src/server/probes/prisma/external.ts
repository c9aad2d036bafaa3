import { readFile } from 'node:fs/promises';
import type { PrismaSchema } from '../../../shared/prisma-schema';
import { redact } from '../../../shared/redact';
import { bundleModule } from '../../bundle-module';
import { displayPath } from '../display-path';
import { askConfig } from './config-child';
import { findPrismaConfig } from './config-file';

type External = PrismaSchema['external'];

const NONE: External = { tables: [], enums: [] };
/** For what settings take of Prisma: a missing variable is no reason to stop, since nothing connects. */
const PRISMA_CONFIG = `
export const defineConfig = (config) => config;
export const env = (name) => process.env[name] ?? '';
export class PrismaConfigEnvError extends Error {}`;
const INSTEAD = new Map([['prisma/config', PRISMA_CONFIG]]);

/**
 * The tables and enums that `prisma.config.ts` marks as managed elsewhere. The file is run in a process of its own, with
 * a time limit, and only where it can name any; whatever goes wrong is a note, never a failure.
 */
export async function readExternal(
  schema: string,
  options: { projectRoot: string; timeoutMs: number; signal: AbortSignal },
): Promise<{ external: External; notes: string[] }> {
  const file = await findPrismaConfig(schema);
  if (file === null) return { external: NONE, notes: [] };
  try {
    if (!mayNameExternal(await readFile(file, 'utf8'))) return { external: NONE, notes: [] };
    const code = await bundleModule(file, options.projectRoot, INSTEAD);
    const { tables, enums } = await askConfig(code, options);
    return { external: { tables: tables?.external ?? [], enums: enums?.external ?? [] }, notes: [] };
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    const note = `${displayPath(file)} could not be read, so which tables and enums are external is not known: ${reason}.`;
    return { external: NONE, notes: [note] };
  }
}

const HARMLESS_IMPORT = /^(?:prisma\/config|dotenv(?:\/config)?|node:\w+(?:\/\w+)?|path|fs|url|process)$/;

/** Running settings costs as much as the rest of a check: those that name nothing and take nothing from elsewhere are not run. */
function mayNameExternal(text: string): boolean {
  if (/\bexternal\b/.test(text)) return true;
  const imports = text.matchAll(/(?:\bfrom|\bimport|\brequire\s*\()\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...imports].some(([, name = '']) => !HARMLESS_IMPORT.test(name));
}
