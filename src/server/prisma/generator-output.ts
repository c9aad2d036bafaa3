import { dirname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { loadPackage } from '../sql/load-package';
import { type SchemaFile, withoutConnectionSettings } from './schema-text';

const CLIENT_PROVIDERS = ['prisma-client', 'prisma-client-js'];

const Parser = z.object({
  get_config: z.custom<(params: string) => string>((value) => typeof value === 'function'),
});

const ConfigAnswer = z.object({
  config: z
    .object({
      generators: z.array(
        z.object({
          name: z.string(),
          provider: z.object({ value: z.string().nullable(), fromEnvVar: z.string().nullable() }),
          output: z.object({ value: z.string().nullable(), fromEnvVar: z.string().nullable() }).nullable(),
          sourceFilePath: z.string().optional(),
        }),
      ),
    })
    .optional(),
  errors: z.array(z.object({ message: z.string() })),
});

/** The generator of a Prisma Client in a schema. */
export type ClientGenerator = {
  name: string;
  provider: string;
  /** Relative, as the schema says it. */
  output: string;
  /** The folder that the output is relative to. */
  baseDir: string;
};

/**
 * Finds the client's generator through Prisma's own parser.
 * @throws Error with a sentence: none or several, no `output`, or one that would lead out of a staging folder
 */
export function clientGenerator(files: readonly SchemaFile[]): ClientGenerator {
  const parser = Parser.parse(loadPackage('@prisma/prisma-schema-wasm'));
  const readable = withoutConnectionSettings([...files]).files;
  const prismaSchema = readable.map((file): [string, string] => [file.path, file.text]);
  const params = { prismaSchema, datasourceOverrides: {}, ignoreEnvVarErrors: true, env: {} };
  const answer = ConfigAnswer.parse(JSON.parse(parser.get_config(JSON.stringify(params))));
  const first = answer.errors[0];
  if (answer.config === undefined || first !== undefined) {
    throw new Error(
      `The schema's generators cannot be read: ${first?.message ?? 'the parser gave no answer'}`,
    );
  }
  const found = answer.config.generators.filter(({ provider }) =>
    CLIENT_PROVIDERS.includes(provider.value ?? ''),
  );
  const [generator] = found;
  if (generator === undefined || found.length > 1) {
    throw new Error(
      `The schema has ${found.length} generators of a Prisma Client (${CLIENT_PROVIDERS.join(' or ')}), and one is needed: regenerate by hand with npx prisma generate.`,
    );
  }
  const output = generator.output?.value ?? null;
  if (output === null || isAbsolute(output)) {
    throw new Error(
      `The generator "${generator.name}" has ${output === null ? 'no output' : 'an absolute output'}, so its client cannot be made aside first: give it a relative output, such as output = "../src/generated/prisma", or regenerate by hand with npx prisma generate.`,
    );
  }
  const file = generator.sourceFilePath ?? files[0]?.path ?? '';
  return {
    name: generator.name,
    provider: generator.provider.value ?? '',
    output,
    baseDir: dirname(resolve(file)),
  };
}
