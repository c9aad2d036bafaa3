import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PrismaEnum, PrismaField, PrismaModel, PrismaSchema } from '../../../shared/prisma-schema';
import { schemaFingerprint } from '../../prisma/fingerprint';
import type { SchemaFile } from '../../prisma/schema-text';
import { truncateIdentifier } from '../../sql/identifier';
import { datasourceSettings } from './datasource';
import { ignoredModel } from './ignored-model';
import { type Datamodel, formattedSchema, parsePrismaSchema } from './parser';
import { type BlockPosition, schemaPositions } from './positions';

type Positions = Map<string, BlockPosition>;

/**
 * Models, enums and settings of a schema's text, by Prisma's own parser, with the lines where they stand.
 * Also for the schema inside a generated client.
 * @param defaultSchema the database schema of what names none
 * @throws PrismaSchemaError with file, line and reason
 */
export async function readPrismaSchemaText(
  files: readonly SchemaFile[],
  defaultSchema = 'public',
): Promise<PrismaSchema> {
  const { datamodel, datasource, notes } = parsePrismaSchema(files);
  const positions = schemaPositions(files);
  const settings = datasourceSettings(files);
  const keepsKeys = settings.relationMode === 'foreignKeys';
  const models = [
    ...datamodel.models.map((model) => readModel(model, positions.get(model.name), defaultSchema, keepsKeys)),
    ...ignoredModels(datamodel, positions, defaultSchema),
  ];
  const declared = datasource?.schemas ?? [];
  return {
    files: files.map((file) => ({
      path: file.path,
      sha256: createHash('sha256').update(file.text, 'utf8').digest('hex'),
      text: file.text,
    })),
    fingerprint: schemaFingerprint(formattedSchema(files)),
    provider: datasource?.activeProvider ?? 'none',
    schemas: declared.length === 0 ? [defaultSchema] : declared,
    relationMode: settings.relationMode,
    models,
    enums: datamodel.enums.map((one) => readEnum(one, positions, defaultSchema)),
    notes,
    external: { tables: [], enums: [] },
    extensions: settings.extensions,
  };
}

function ignoredModels(datamodel: Datamodel, positions: Positions, defaultSchema: string): PrismaModel[] {
  const blocks = [...positions].filter(([, block]) => block.keyword === 'model' || block.keyword === 'view');
  const known = {
    models: new Set(blocks.map(([name]) => name)),
    enums: new Set(datamodel.enums.map(({ name }) => name)),
  };
  return blocks
    .filter(([, block]) => block.ignored)
    .map(([name, block]) => ignoredModel(name, block, known, defaultSchema));
}

function readModel(
  model: Datamodel['models'][number],
  position: BlockPosition | undefined,
  defaultSchema: string,
  keepsKeys: boolean,
): PrismaModel {
  const keyFields = model.primaryKey?.fields ?? [];
  const fields = model.fields.map((field): PrismaField => {
    const source = position?.fields.get(field.name);
    return {
      name: field.name,
      dbName: truncateIdentifier(field.dbName ?? field.name),
      kind: field.kind,
      type: field.type,
      isList: field.isList,
      isRequired: field.isRequired,
      isId: field.isId || keyFields.includes(field.name),
      hasDefault: field.hasDefaultValue,
      ...(field.hasDefaultValue ? { defaultFrom: defaultFrom(field.default) } : {}),
      ...(keepsKeys ? {} : relationOf(field)),
      ...(source === undefined ? {} : { source }),
    };
  });
  const known = new Set(fields.map((field) => field.name));
  for (const { databaseType, ...field } of position?.unsupported ?? []) {
    if (!known.has(field.name))
      fields.push({
        ...field,
        dbName: truncateIdentifier(field.dbName),
        kind: 'unsupported',
        type: databaseType,
        isId: keyFields.includes(field.name),
      });
  }
  fields.sort((a, b) => (a.source?.line ?? 0) - (b.source?.line ?? 0));
  return {
    name: model.name,
    // PostgreSQL cuts long names, in the client's queries too.
    dbName: truncateIdentifier(model.dbName ?? model.name),
    schema: model.schema ?? defaultSchema,
    story: /^\s*story:\s*(\S+)/m.exec(model.documentation ?? '')?.[1] ?? null,
    kind: position?.keyword === 'view' ? 'view' : 'model',
    ignored: false,
    fields,
    ...(position === undefined ? {} : { source: position.source }),
  };
}

function relationOf(field: Datamodel['models'][number]['fields'][number]): Pick<PrismaField, 'relation'> {
  const [fields, references] = [field.relationFromFields ?? [], field.relationToFields ?? []];
  return fields.length === 0 ? {} : { relation: { fields, references } };
}

const DatabaseFunction = z.object({ name: z.enum(['autoincrement', 'dbgenerated', 'sequence']) });

/** Prisma's client makes every value itself but those of these functions. */
function defaultFrom(value: unknown): 'client' | 'database' {
  return DatabaseFunction.safeParse(value).success ? 'database' : 'client';
}

function readEnum(one: Datamodel['enums'][number], positions: Positions, defaultSchema: string): PrismaEnum {
  const position = positions.get(one.name);
  return {
    name: one.name,
    dbName: truncateIdentifier(one.dbName ?? one.name),
    schema: position?.schema ?? defaultSchema,
    values: one.values.map((value) => ({ name: value.name, dbName: value.dbName ?? value.name })),
    ...(position === undefined ? {} : { source: position.source }),
  };
}
