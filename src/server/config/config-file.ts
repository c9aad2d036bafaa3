import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LoadModuleError, loadTsModule } from '../load-module';
import { type Layer, SETTING_NAMES } from './settings-layer';
import { fileLayer } from './sources';

/** Where settings are looked for in the working directory, first come first served. */
export const CONFIG_FILE_NAMES = ['driftboard.config.ts', 'driftboard.config.mjs', 'driftboard.config.json'];

/** A settings file, with one layer per environment; a file of one environment has it under the key ''. */
export interface ConfigFileContent {
  file: string;
  defaultEnvironment: string | null;
  environments: Map<string, Layer>;
  faults: string[];
}

const severalSchema = z.strictObject({
  default: z.string().min(1).optional(),
  environments: z.record(z.string(), z.looseObject({})),
});
const objectSchema = z.looseObject({});

/** The settings file that applies: the named one, or the first that lies in the working directory. */
export function findConfigFile(explicit: string | undefined, cwd: string): string | null {
  if (explicit !== undefined) return resolve(cwd, explicit);
  return CONFIG_FILE_NAMES.map((name) => join(cwd, name)).find((file) => existsSync(file)) ?? null;
}

/** Reads a settings file. What is wrong with it comes back as sentences; single values are checked later. */
export async function readConfigFile(file: string, projectRoot: string): Promise<ConfigFileContent> {
  const content: ConfigFileContent = { file, defaultEnvironment: null, environments: new Map(), faults: [] };
  let loaded: unknown;
  try {
    loaded = await loadTsModule(file, projectRoot);
  } catch (error) {
    if (!(error instanceof LoadModuleError)) throw error;
    content.faults.push(error.message);
    return content;
  }
  const object = objectSchema.safeParse(loaded);
  if (!object.success) {
    content.faults.push(`${file} must export an object of settings as its default.`);
    return content;
  }
  if (!('environments' in object.data)) {
    addEnvironment(content, '', object.data);
    return content;
  }
  const several = severalSchema.safeParse(object.data);
  if (!several.success) {
    for (const issue of several.error.issues)
      content.faults.push(`${file}: ${placeOf(issue)}${issue.message}.`);
    return content;
  }
  content.defaultEnvironment = several.data.default ?? null;
  for (const [name, values] of Object.entries(several.data.environments))
    addEnvironment(content, name, values);
  return content;
}

function addEnvironment(content: ConfigFileContent, name: string, values: Record<string, unknown>): void {
  const place = name === '' ? '' : `environments.${name}.`;
  const known: Layer['values'] = {};
  for (const [key, value] of Object.entries(values)) {
    const setting = SETTING_NAMES.find((candidate) => candidate === key);
    if (setting === undefined || (setting === 'env' && name !== '')) {
      content.faults.push(`${content.file}: ${place}${key} is not a setting.`);
    } else {
      known[setting] = value;
    }
  }
  content.environments.set(name, fileLayer(known, content.file, place));
}

function placeOf(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
}
