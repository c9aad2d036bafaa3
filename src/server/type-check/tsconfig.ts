import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { errorText } from '../probes/client/errors';

const Tsconfig = z.object({
  extends: z.union([z.string(), z.array(z.string())]).optional(),
  references: z.array(z.object({ path: z.string() })).optional(),
});

/** The settings files that a `tsconfig.json` is made of, and the projects that it refers to, as absolute paths. */
export type ConfigChain = { files: string[]; references: string[] };

/**
 * Follows `extends` and `references` as far as they lie in the application; what is extended from a package is found by
 * the compiler itself.
 * @throws Error with a sentence where the first file is missing or no JSON
 */
export async function configChain(tsconfig: string): Promise<ConfigChain> {
  const files = new Set<string>();
  const references: string[] = [];
  async function read(file: string, isFirst: boolean): Promise<void> {
    if (files.has(file)) return;
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) {
      if (!isFirst) return;
      throw new Error(`${file} cannot be read: set --type-check to the tsconfig.json of the application.`);
    }
    files.add(file);
    const parsed = parse(file, text);
    for (const name of [parsed.extends ?? []].flat()) {
      if (!name.startsWith('.') && !isAbsolute(name)) continue;
      const base = resolve(dirname(file), name);
      for (const candidate of [base, `${base}.json`]) await read(candidate, false);
    }
    for (const { path } of parsed.references ?? []) {
      const target = resolve(dirname(file), path);
      const project = target.endsWith('.json') ? target : join(target, 'tsconfig.json');
      if (file === tsconfig) references.push(project);
      await read(project, false);
    }
  }
  await read(tsconfig, true);
  return { files: [...files], references };
}

function parse(file: string, text: string): z.infer<typeof Tsconfig> {
  try {
    return Tsconfig.parse(JSON.parse(withoutComments(text)));
  } catch (error) {
    throw new Error(`${file} cannot be read as a tsconfig.json (${errorText(error)}): correct it.`);
  }
}

/** JSON as TypeScript allows it, as JSON: without comments and trailing commas. Strings stay as they are. */
export function withoutComments(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, string?: string) => string ?? '')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_all, string?: string) => string ?? '');
}
