import { z } from 'zod';
import type { Settings } from '../../../shared/config';
import { redact } from '../../../shared/redact';
import {
  type ClientGenerator,
  ParsedGenerator,
  parseGenerators,
  resolveGenerators,
} from '../../prisma/generator-output';
import type { SchemaFile } from '../../prisma/schema-text';
import { displayPath } from '../display-path';
import { parserVersion } from '../prisma/engine-version';
import { expectedName } from '../prisma/expected-cache';
import { recall, remember } from '../prisma/remembered';
import { readSchemaFiles } from '../prisma/schema-files';

/** The beginning of the reason. */
export const NO_CLIENT = 'No --client is set: give the folder of the generated Prisma Client to check it';

/** Why every probe of the client is skipped without `--client`, with the folders that the schema's generators write into. */
export async function noClient({ schema }: Pick<Settings, 'schema'>, dataDir: string): Promise<string> {
  if (schema === null) return `${NO_CLIENT}.`;
  const generators = await readGenerators(schema, dataDir);
  if (typeof generators === 'string') return `${NO_CLIENT} (${generators}).`;
  const known = generators.flatMap(({ outputDir }) => (outputDir === null ? [] : displayPath(outputDir)));
  const unknown = generators.filter(({ outputDir }) => outputDir === null).map(whyUnknown);
  if (generators.length === 0) return `${NO_CLIENT} (the schema has no generator of one).`;
  const options = [...new Set(known)].map((dir) => `--client ${dir}`).join(' ');
  const hint = options === '' ? '' : `, here ${options}`;
  return `${NO_CLIENT}${hint}${unknown.length === 0 ? '' : ` (${unknown.join('; ')})`}.`;
}

function whyUnknown({ name, outputVariable }: ClientGenerator): string {
  return outputVariable === null
    ? `where the generator "${name}" writes is not known: it has no output, and no @prisma/client is installed above the schema`
    : `where the generator "${name}" writes is not known: its output is env("${outputVariable}"), which is not set`;
}

/** A sentence without its full stop where they cannot be read: the schema's own check tells more. */
async function readGenerators(schema: string, dataDir: string): Promise<ClientGenerator[] | string> {
  try {
    const files = await readSchemaFiles(schema);
    return resolveGenerators(await parsed(files, dataDir), files);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return `${displayPath(schema)} was not understood: ${redact(words.split('\n')[0] ?? '').replace(/\.$/, '')}`;
  }
}

const Parsed = z.array(ParsedGenerator);

/** From an earlier run where it has seen these files: loading Prisma's parser takes longer than all else here. */
async function parsed(files: readonly SchemaFile[], dataDir: string): Promise<ParsedGenerator[]> {
  const name = expectedName('generators', files, '', parserVersion(), 'generators');
  const kept = await recall(dataDir, name, Parsed);
  if (kept !== null) return kept;
  const read = parseGenerators(files);
  await remember(dataDir, name, read);
  return read;
}
