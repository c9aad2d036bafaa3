import type { DatabaseSchema, Table } from '../../../shared/database-schema';
import type { Evidence } from '../../../shared/observation';
import type { PrismaSchema } from '../../../shared/prisma-schema';
import { redact } from '../../../shared/redact';
import type { SchemaFile } from '../../prisma/schema-text';
import { failed, notConfigured, observed, type Probe } from '../types';
import { defaultSchemaOf } from './default-schema';
import { engineVersion } from './engine-version';
import { expectedName, RememberedTables } from './expected-cache';
import { readingFingerprint } from './reading-fingerprint';
import { recall, remember } from './remembered';
import { readSchemaFiles } from './schema-files';

/** The tables that Prisma's schema engine would make: the physical half of what is expected. */
export const schemaDdlProbe: Probe<'schema.ddl'> = {
  need: 'schema.ddl',
  read: async ({ settings, dataDir, observe }) => {
    const logical = await observe('schema.prisma');
    if (!logical.ok) {
      return logical.notConfigured === undefined
        ? failed(logical.reason)
        : notConfigured(logical.notConfigured);
    }
    const at = new Date();
    try {
      const files = await readSchemaFiles(settings.schema ?? '');
      const defaultSchema = defaultSchemaOf(settings.databaseUrl);
      const reading = await readingFingerprint(dataDir);
      const name = expectedName('expected', files, defaultSchema, engineVersion(), reading);
      const kept = await recall(dataDir, name, RememberedTables);
      const expected = kept ?? (await expect(files, defaultSchema));
      if (kept === null) await remember(dataDir, name, expected);
      const schema = placedSchema(expected.schema, logical.value);
      return observed(schema, evidence(expected, kept !== null, at));
    } catch (error) {
      const reason = redact(error instanceof Error ? error.message : String(error));
      return failed(`The tables that schema.prisma asks for could not be worked out: ${reason}`);
    }
  },
};

async function expect(files: SchemaFile[], defaultSchema: string): Promise<RememberedTables> {
  // Loaded only here: where the answer is remembered, neither Prisma's engine nor a parser is needed.
  const [{ emptyToSchemaDdl }, { ddlToSchema }, { loadSqlParser }] = await Promise.all([
    import('../../prisma/schema-engine'),
    import('../../sql/ddl-to-schema'),
    import('../../sql/parser'),
  ]);
  await loadSqlParser();
  const { sql, notes } = await emptyToSchemaDdl(files);
  const read = ddlToSchema(sql, defaultSchema);
  return { schema: read.schema, notes: [...notes, ...read.notes] };
}

const placedSchemas = new WeakMap<DatabaseSchema, { logical: PrismaSchema; schema: DatabaseSchema }>();

/** The same object as long as nothing has changed, so that what was compared with it stays known. */
function placedSchema(expected: DatabaseSchema, logical: PrismaSchema): DatabaseSchema {
  const known = placedSchemas.get(expected);
  if (known?.logical === logical) return known.schema;
  const schema = withPositions({ ...expected, schemas: logical.schemas }, logical);
  placedSchemas.set(expected, { logical, schema });
  return schema;
}

/** An index stands where its model does, an extension where the datasource names it: the engine's DDL has no lines. */
function withPositions(schema: DatabaseSchema, logical: PrismaSchema): DatabaseSchema {
  const declared = new Map((logical.extensions ?? []).map(({ name, source }) => [name, source]));
  const extensions = schema.extensions.map((extension) => {
    const source = declared.get(extension.name);
    return source === undefined ? extension : { ...extension, source };
  });
  return { ...schema, tables: placedTables(schema.tables, logical.models), extensions };
}

type Placed = { models: PrismaSchema['models']; tables: Table[] };
/** The tables of a schema that has not changed are the same objects at each look: what is known of them stays known. */
const placed = new WeakMap<Table[], Placed>();

function placedTables(ofSchema: Table[], models: PrismaSchema['models']): Table[] {
  const known = placed.get(ofSchema);
  if (known?.models === models) return known.tables;
  const sources = new Map(models.map((model) => [`${model.schema}.${model.dbName}`, model.source]));
  const tables = ofSchema.map((table) => {
    const source = sources.get(`${table.schema}.${table.name}`);
    return source === undefined
      ? table
      : { ...table, indexes: table.indexes.map((index) => ({ ...index, source })) };
  });
  placed.set(ofSchema, { models, tables });
  return tables;
}

function evidence(expected: RememberedTables, isKept: boolean, at: Date): Evidence {
  const { tables, enums } = expected.schema;
  const notes = expected.notes.length === 0 ? '' : `; ${expected.notes.join(' ')}`;
  return {
    kind: 'parser',
    text: "Prisma's schema engine: diff from empty to schema.prisma, read by PostgreSQL's parser",
    answer: `${tables.length} tables, ${enums.length} enums${isKept ? ', remembered' : ''}${notes}`,
    at: at.toISOString(),
    durationMs: Date.now() - at.getTime(),
  };
}
