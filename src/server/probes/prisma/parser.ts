import { z } from 'zod';
import {
  type SchemaFile,
  unknownPreviewFeatures,
  withoutConnectionSettings,
  withoutPreviewFeatures,
} from '../../prisma/schema-text';
import { loadPackage } from '../../sql/load-package';

const isFunction = (value: unknown) => typeof value === 'function';
const librarySchema = z.object({
  get_datamodel: z.custom<(params: string) => string>(isFunction),
  get_config: z.custom<(params: string) => string>(isFunction),
  format: z.custom<(schema: string, params: string) => string>(isFunction),
});

const Named = z.object({ name: z.string(), dbName: z.string().nullish() });

/** What is used of the answer of `get_datamodel`. */
const Datamodel = z.object({
  enums: z.array(Named.extend({ values: z.array(Named) })),
  models: z.array(
    Named.extend({
      schema: z.string().nullish(),
      documentation: z.string().optional(),
      fields: z.array(
        Named.extend({
          kind: z.enum(['scalar', 'object', 'enum', 'unsupported']),
          type: z.string(),
          isList: z.boolean(),
          isRequired: z.boolean(),
          isId: z.boolean(),
          hasDefaultValue: z.boolean(),
          /** A literal, a list of them, or a call: `{name: 'now', args: []}`. */
          default: z.unknown().optional(),
          relationFromFields: z.array(z.string()).nullish(),
          relationToFields: z.array(z.string()).nullish(),
        }),
      ),
      primaryKey: z.object({ fields: z.array(z.string()) }).nullish(),
    }),
  ),
});
export type Datamodel = z.infer<typeof Datamodel>;

const Config = z.object({
  config: z.object({
    datasources: z.array(
      z.object({
        activeProvider: z.string(),
        schemas: z.array(z.string()).default([]),
      }),
    ),
  }),
});
export type Datasource = z.infer<typeof Config>['config']['datasources'][number];

const Formatted = z.array(z.tuple([z.string(), z.string()]));

/**
 * The schema as one text, formatted as `prisma format` does it, in the order of its files: the form in which
 * `prisma generate` puts it into a client. Formatting does more than white space can undo (`[a,b]` is `[a, b]`).
 */
export function formattedSchema(files: readonly SchemaFile[]): string {
  const library = librarySchema.parse(loadPackage('@prisma/prisma-schema-wasm'));
  const schema = JSON.stringify(files.map((file) => [file.path, file.text]));
  const options = {
    textDocument: { uri: files[0]?.path ?? '' },
    options: { tabSize: 2, insertSpaces: true },
  };
  const answer = ask(() => library.format(schema, JSON.stringify(options)));
  return Formatted.parse(JSON.parse(answer))
    .map(([, text]) => text)
    .join('\n');
}

const refusalSchema = z.object({ message: z.string() });

/** A schema that Prisma refuses; the message is a sentence with file and line. */
export class PrismaSchemaError extends Error {
  override readonly name = 'PrismaSchemaError';
}

/**
 * Asks Prisma's own parser. What only Prisma 5 and 6 know is taken out ahead, and noted.
 * @throws PrismaSchemaError
 */
export function parsePrismaSchema(files: readonly SchemaFile[]): {
  datamodel: Datamodel;
  datasource: Datasource | null;
  notes: string[];
} {
  const first = withoutConnectionSettings([...files]);
  try {
    return { ...parse(first.files), notes: first.notes };
  } catch (error) {
    const unknown = unknownPreviewFeatures(error instanceof Error ? error.message : '');
    if (unknown.size === 0) throw error;
    const second = withoutPreviewFeatures(first.files, unknown);
    return { ...parse(second.files), notes: [...first.notes, ...second.notes] };
  }
}

function parse(files: SchemaFile[]): { datamodel: Datamodel; datasource: Datasource | null } {
  const library = librarySchema.parse(loadPackage('@prisma/prisma-schema-wasm'));
  const prismaSchema = files.map((file) => [file.path, file.text]);
  const answer = ask(() => library.get_datamodel(JSON.stringify({ prismaSchema })));
  const settings = ask(() => library.get_config(JSON.stringify({ prismaSchema })));
  return {
    datamodel: Datamodel.parse(JSON.parse(answer)),
    datasource: Config.parse(JSON.parse(settings)).config.datasources[0] ?? null,
  };
}

function ask(question: () => string): string {
  try {
    return question();
  } catch (error) {
    throw new PrismaSchemaError(refusal(error), { cause: error });
  }
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** The parser's first complaints, each as `file:line: reason`. */
function refusal(error: unknown): string {
  const thrown = error instanceof Error ? error.message : String(error);
  const text = textInside(thrown).replace(COLOURS, '');
  const faults = [...text.matchAll(/error: ([\s\S]*?)\n\s*-->\s+(\S.*?:\d+)\n/g)].map(
    (match) => `${match[2]}: ${(match[1] ?? '').replace(/\s+/g, ' ').trim()}`,
  );
  return faults.length === 0 ? text.trim() : faults.join('\n');
}

function textInside(thrown: string): string {
  try {
    return refusalSchema.parse(JSON.parse(thrown)).message;
  } catch {
    // A panic is plain text, and says itself what it is.
    return thrown;
  }
}
