import { dirname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { ClientLayout } from '../../shared/client';
import { loadPackage } from '../sql/load-package';
import { defaultOutput } from './default-output';
import {
  type SchemaFile,
  unknownPreviewFeatures,
  withoutConnectionSettings,
  withoutPreviewFeatures,
} from './schema-text';

const Parser = z.object({
  get_config: z.custom<(params: string) => string>((value) => typeof value === 'function'),
});

const EnvValue = z.object({ value: z.string().nullable(), fromEnvVar: z.string().nullable() });
/** A generator block as Prisma's parser gives it. */
export const ParsedGenerator = z.object({
  name: z.string(),
  provider: EnvValue,
  output: EnvValue.nullable(),
  config: z.record(z.string(), z.unknown()),
  binaryTargets: z.array(EnvValue),
  previewFeatures: z.array(z.string()),
  sourceFilePath: z.string().optional(),
});
export type ParsedGenerator = z.infer<typeof ParsedGenerator>;

const ConfigAnswer = z.object({
  config: z.object({ generators: z.array(ParsedGenerator) }).optional(),
  errors: z.array(z.object({ message: z.string() })),
});

/** A generator of a Prisma Client in a schema. */
export type ClientGenerator = {
  name: string;
  /** What it writes. */
  layout: ClientLayout;
  /** As the schema says it; null where it says none, which is Prisma's default, and where its variable is not set. */
  output: string | null;
  /** The variable that the output is read from: `output = env("…")`. */
  outputVariable: string | null;
  /** The folder that a relative output starts from: that of the schema file with the generator. */
  baseDir: string;
  /** Absolute; null where the default is meant and no `@prisma/client` is installed, or its variable is not set. */
  outputDir: string | null;
  previewFeatures: readonly string[];
  binaryTargets: readonly string[];
  /** Its other settings: `engineType`, `runtime`, `moduleFormat`, `generatedFileExtension` … */
  settings: Readonly<Record<string, unknown>>;
};

/**
 * All generators of a client in a schema, in its order, through Prisma's own parser.
 * @throws Error with a sentence: the schema cannot be read so far
 */
export function clientGenerators(files: readonly SchemaFile[]): ClientGenerator[] {
  return resolveGenerators(parseGenerators(files), files);
}

/**
 * The same of generators that were parsed before: variables and installed packages are looked up anew.
 * @param parsed of these files
 */
export function resolveGenerators(
  parsed: readonly ParsedGenerator[],
  files: readonly SchemaFile[],
): ClientGenerator[] {
  return parsed.flatMap((generator) => {
    const layout = ClientLayout.safeParse(textOf(generator.provider));
    if (!layout.success) return [];
    const file = generator.sourceFilePath ?? files[0]?.path ?? '';
    const baseDir = dirname(resolve(file));
    const output = generator.output === null ? null : textOf(generator.output);
    const missing = generator.output !== null && output === null;
    return [
      {
        name: generator.name,
        layout: layout.data,
        output,
        outputVariable: generator.output?.fromEnvVar ?? null,
        baseDir,
        outputDir: missing ? null : output === null ? defaultOutput(baseDir) : resolve(baseDir, output),
        previewFeatures: generator.previewFeatures,
        binaryTargets: generator.binaryTargets.flatMap((target) => textOf(target) ?? []),
        settings: generator.config,
      },
    ];
  });
}

/** A generator whose client can be made aside first. */
export type StageableGenerator = ClientGenerator & { outputDir: string };

/**
 * All generators of a client in a schema, in its order, whose clients can be made aside.
 * @throws Error with a sentence: there is none, or one's output would lead out of a staging folder
 */
export function stageableGenerators(files: readonly SchemaFile[]): StageableGenerator[] {
  const found = clientGenerators(files);
  if (found.length === 0) {
    throw new Error(
      `The schema has no generator of a Prisma Client (${ClientLayout.options.join(' or ')}): add one, and there is something to generate.`,
    );
  }
  return found.map((generator, index) => {
    const { name, output, outputDir } = generator;
    if (output !== null && isAbsolute(output)) {
      throw new Error(
        `The generator "${name}" has an absolute output, so its client cannot be made aside first: give it a relative output, such as output = "../src/generated/prisma", or regenerate by hand with npx prisma generate.`,
      );
    }
    if (outputDir === null) {
      throw new Error(
        `Where the generator "${name}" writes its client is not known: it has no output and no @prisma/client is installed above the schema, or its output is a variable that is not set. Give it a relative output, such as output = "../src/generated/prisma".`,
      );
    }
    const twin = found.slice(0, index).find((other) => other.outputDir === outputDir);
    if (twin !== undefined) {
      throw new Error(
        `The generators "${twin.name}" and "${name}" both write into ${outputDir}: give each a folder of its own.`,
      );
    }
    return { ...generator, outputDir };
  });
}

/**
 * All generator blocks, also those of other things.
 * @throws Error with a sentence: the schema cannot be read so far
 */
export function parseGenerators(files: readonly SchemaFile[]): ParsedGenerator[] {
  const readable = withoutConnectionSettings([...files]).files;
  try {
    return ask(readable);
  } catch (error) {
    const unknown = unknownPreviewFeatures(error instanceof Error ? error.message : '');
    if (unknown.size === 0) throw error;
    return ask(withoutPreviewFeatures(readable, unknown).files);
  }
}

function ask(files: readonly SchemaFile[]): ParsedGenerator[] {
  const parser = Parser.parse(loadPackage('@prisma/prisma-schema-wasm'));
  const prismaSchema = files.map((file): [string, string] => [file.path, file.text]);
  const params = { prismaSchema, datasourceOverrides: {}, ignoreEnvVarErrors: true, env: {} };
  const answer = ConfigAnswer.parse(JSON.parse(parser.get_config(JSON.stringify(params))));
  const first = answer.errors[0];
  if (answer.config === undefined || first !== undefined) {
    throw new Error(
      `The schema's generators cannot be read: ${first?.message ?? 'the parser gave no answer'}`,
    );
  }
  return answer.config.generators;
}

/** `env("NAME")` is looked up as Prisma does; a variable that only an .env file sets is not known here. */
function textOf({ value, fromEnvVar }: z.infer<typeof EnvValue>): string | null {
  return fromEnvVar === null ? value : (process.env[fromEnvVar] ?? null);
}
