import type { SourcePosition } from '../../shared/finding';
import type { PrismaField, PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import { ByName } from './by-name';

/** `public.users`: how findings, keys and messages call a table or an enum. */
export function nameOf(object: { schema: string; name: string }): string {
  return `${object.schema}.${object.name}`;
}

/** A name as it is read in a sentence: quoted only where it would be mistaken otherwise. */
export function readable(identifier: string): string {
  return /^[A-Za-z_][\w$]*$/.test(identifier) ? identifier : `"${identifier.replaceAll('"', '""')}"`;
}

/** `(userId, createdAt)`. */
export function columnList(columns: readonly string[]): string {
  return `(${columns.map(readable).join(', ')})`;
}

type FindModel = (table: { schema: string; name: string }) => PrismaModel | undefined;

const finders = new WeakMap<PrismaSchema, FindModel>();

/** Which model maps to a table; undefined for an implicit many-to-many table and for one that nobody declares. */
export function modelFinder(schema: PrismaSchema | undefined): FindModel {
  if (schema === undefined) return () => undefined;
  const known = finders.get(schema);
  if (known !== undefined) return known;
  const models = new ByName<PrismaModel>();
  for (const model of schema.models) models.set({ schema: model.schema, name: model.dbName }, model);
  const find: FindModel = (table) => models.get(table);
  finders.set(schema, find);
  return find;
}

/** The field that maps to a column; relation fields have no column and are never meant. */
export function fieldOf(model: PrismaModel | undefined, column: string): PrismaField | undefined {
  return model?.fields.find((field) => field.dbName === column && field.kind !== 'object');
}

/** What a subject says of the model behind a table, and the line where it stands. */
export function modelParts(model: PrismaModel | undefined): {
  model?: string;
  story?: string;
  source?: SourcePosition;
} {
  if (model === undefined) return {};
  return {
    model: model.name,
    ...(model.story === null ? {} : { story: model.story }),
    ...(model.source === undefined ? {} : { source: model.source }),
  };
}

/** `public.users (model User)`, or the bare name of a table that no model maps to. */
export function tableInWords(
  table: { schema: string; name: string },
  model: PrismaModel | undefined,
): string {
  return model === undefined ? nameOf(table) : `${nameOf(table)} (model ${model.name})`;
}
