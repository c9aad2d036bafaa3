import path from 'node:path';
import type { Evidence, Observation } from '../../../shared/observation';
import type { PrismaSchema } from '../../../shared/prisma-schema';
import { redact } from '../../../shared/redact';
import { displayPath } from '../display-path';
import { failed, notConfigured, observed, type Probe } from '../types';
import { defaultSchemaOf } from './default-schema';
import { readExternal } from './external';
import { PrismaSchemaError } from './parser';
import { rememberedModels } from './remembered-models';
import { readSchemaFiles } from './schema-files';

/** The sentence for whatever needs `schema.prisma` when nobody said where it is. */
export const NO_SCHEMA = 'No --schema is set: point it to schema.prisma or its folder.';

/** What `schema.prisma` declares: the logical half of what is expected. */
export const schemaPrismaProbe: Probe<'schema.prisma'> = {
  need: 'schema.prisma',
  read: async ({ settings, projectRoot, dataDir, signal }) => {
    if (settings.schema === null) return notConfigured(NO_SCHEMA);
    const at = new Date();
    try {
      const { timeoutMs } = settings;
      const [files, elsewhere] = await Promise.all([
        readSchemaFiles(settings.schema),
        readExternal(settings.schema, { projectRoot, timeoutMs, signal }),
      ]);
      const named = files.map((file) => ({ ...file, path: displayPath(file.path) }));
      const text = await rememberedModels(dataDir, named, defaultSchemaOf(settings.databaseUrl));
      const schema = withElsewhere(text, elsewhere);
      const shown = displayPath(settings.schema);
      return judge(schema, shown, evidence(shown, schema, at));
    } catch (error) {
      return failed(sentence(settings.schema, error));
    }
  },
};

type Elsewhere = Awaited<ReturnType<typeof readExternal>>;
const whole = new WeakMap<PrismaSchema, { key: string; schema: PrismaSchema }>();

/** The same object as long as nothing has changed, so that what was compared with it stays known. */
function withElsewhere(text: PrismaSchema, { external, notes }: Elsewhere): PrismaSchema {
  const key = JSON.stringify([external, notes]);
  const known = whole.get(text);
  if (known?.key === key) return known.schema;
  const schema = { ...text, external, notes: [...text.notes, ...notes] };
  whole.set(text, { key, schema });
  return schema;
}

const POSTGRES = new Set(['postgresql', 'postgres']);

function judge(schema: PrismaSchema, file: string, seen: Evidence): Observation<PrismaSchema> {
  if (schema.provider === 'none') {
    return failed(
      `${file} has no datasource block: point --schema to the whole schema, or to its folder.`,
      seen,
    );
  }
  if (!POSTGRES.has(schema.provider)) {
    return failed(
      `${file} is a schema for ${schema.provider}, and Driftboard compares PostgreSQL only: point --schema to another one.`,
      seen,
    );
  }
  return observed(schema, seen);
}

function evidence(file: string, schema: PrismaSchema, at: Date): Evidence {
  return {
    kind: 'parser',
    text: `get_datamodel of @prisma/prisma-schema-wasm on ${file}`,
    answer: `${schema.models.length} models, ${schema.enums.length} enums, ${schema.fingerprint}`,
    at: at.toISOString(),
    durationMs: Date.now() - at.getTime(),
  };
}

/** File names without the folder above the schema read better, and stay clickable. */
function sentence(schema: string, error: unknown): string {
  const text = redact(error instanceof Error ? error.message : String(error));
  if (!(error instanceof PrismaSchemaError)) return text;
  const [first = '', ...others] = text.split('\n');
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `Prisma refuses ${path.basename(schema)}: ${first}${more} Correct it; npx prisma validate says more.`;
}
