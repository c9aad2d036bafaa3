import { z } from 'zod';
import type { SchemaFile } from '../../prisma/schema-text';
import { readPrismaSchemaText } from '../../probes/prisma/read-schema-text';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import { regenerate } from '../regenerate';
import type { StepTools } from '../steps';
import { embeddedUrl } from './database';
import { olderSchema } from './older-schema';
import { type DemoContext, defineDemo } from './types';

/** The story of models that were there before Epic 5. */
const CORE = 'core';

/** The incident itself: a client from before the Epic 5 models, on disk and in the running process. */
export const staleClient = defineDemo({
  name: 'stale-client',
  title: 'Put a client from before the Epic 5 models in place',
  record: z.object({}),
  look: async (context) => {
    await embeddedUrl(context);
    return {};
  },
  apply: async (context, _record, tools) => {
    await replaceClient(context, tools, await schemaBeforeEpic5(context));
  },
  undo: (context, _record, tools) => replaceClient(context, tools),
});

async function replaceClient(context: DemoContext, tools: StepTools, files?: SchemaFile[]): Promise<void> {
  for await (const event of regenerate({ ...context, verify: null, files })) {
    if (event.type === 'log' || event.type === 'outcome') tools.log(event.text);
    if (event.type === 'step' && event.reason !== undefined) tools.log(event.reason);
  }
}

async function schemaBeforeEpic5({ settings }: DemoContext): Promise<SchemaFile[]> {
  if (settings.schema === null) throw new Error('No --schema is set: name the schema.prisma of Americano.');
  const files = await readSchemaFiles(settings.schema);
  const schema = await readPrismaSchemaText(files);
  const later = schema.models.filter((model) => model.story !== null && model.story !== CORE);
  if (later.length === 0) {
    throw new Error(
      'No model of the schema names a story after the core (/// story: 5.1), so there is no older schema.',
    );
  }
  const older = olderSchema(files, new Set(later.map((model) => model.name)));
  // Prisma's parser is the judge of what the text surgery left.
  await readPrismaSchemaText(older);
  return older;
}
