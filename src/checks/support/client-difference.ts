import type { PrismaEnum, PrismaField, PrismaModel } from '../../shared/prisma-schema';
import { countOf, inBrief, sentenceList } from './words';

type Datamodel = { models: readonly PrismaModel[]; enums: readonly PrismaEnum[] };

/** In what the datamodel inside a client differs from the one of `schema.prisma`. Names only. */
export type ClientDifference = {
  lacks: { models: string[]; enums: string[]; fields: string[]; values: string[] };
  surplus: { models: string[]; enums: string[]; fields: string[]; values: string[] };
  /** Fields that both have, but of another type, nullability or column. */
  changed: string[];
};

/**
 * @param client what the generated client holds
 * @param schema what `schema.prisma` says now
 */
export function compareDatamodels(client: Datamodel, schema: Datamodel): ClientDifference {
  const inClient = { models: byName(client.models), enums: byName(client.enums) };
  const inSchema = { models: byName(schema.models), enums: byName(schema.enums) };
  return {
    lacks: onlyIn(schema, inClient),
    surplus: onlyIn(client, inSchema),
    changed: client.models.flatMap((model) => {
      const declared = inSchema.models.get(model.name);
      if (declared === undefined) return [];
      const fields = byName(declared.fields);
      return model.fields.flatMap((field) => {
        const other = fields.get(field.name);
        return other !== undefined && !sameField(field, other) ? [`${model.name}.${field.name}`] : [];
      });
    }),
  };
}

export function isEmpty({ lacks, surplus, changed }: ClientDifference): boolean {
  return [...Object.values(lacks), ...Object.values(surplus), changed].every((names) => names.length === 0);
}

/**
 * `it lacks 28 models (StrugglePrediction, …) and 20 enums (…), and has 1 model (Old) too many`.
 * @param most how many names of each kind to give
 */
export function differenceInWords({ lacks, surplus, changed }: ClientDifference, most = 3): string {
  const lacking = parts(lacks, most);
  const tooMany = parts(surplus, most);
  return [
    ...(lacking.length > 0 ? [`it lacks ${sentenceList(lacking)}`] : []),
    ...(tooMany.length > 0 ? [`it has ${sentenceList(tooMany)} too many`] : []),
    ...(changed.length > 0 ? [`it knows ${part('field', changed, most)} differently`] : []),
  ].join('; ');
}

function parts(names: ClientDifference['lacks'], most: number): string[] {
  return [
    ...(names.models.length > 0 ? [part('model', names.models, most)] : []),
    ...(names.enums.length > 0 ? [part('enum', names.enums, most)] : []),
    ...(names.fields.length > 0 ? [part('field', names.fields, most)] : []),
    ...(names.values.length > 0 ? [part('enum value', names.values, most)] : []),
  ];
}

function part(what: string, names: readonly string[], most: number): string {
  return `${countOf(names.length, what)} (${inBrief(names, most)})`;
}

function byName<T extends { name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}

function onlyIn(
  side: Datamodel,
  other: { models: Map<string, PrismaModel>; enums: Map<string, PrismaEnum> },
): ClientDifference['lacks'] {
  return {
    models: side.models.filter(({ name }) => !other.models.has(name)).map(({ name }) => name),
    enums: side.enums.filter(({ name }) => !other.enums.has(name)).map(({ name }) => name),
    fields: side.models.flatMap((model) => {
      const twin = other.models.get(model.name);
      if (twin === undefined) return [];
      const known = new Set(twin.fields.map(({ name }) => name));
      return model.fields.filter(({ name }) => !known.has(name)).map(({ name }) => `${model.name}.${name}`);
    }),
    values: side.enums.flatMap((declared) => {
      const twin = other.enums.get(declared.name);
      if (twin === undefined) return [];
      const known = new Set(twin.values.map(({ name }) => name));
      return declared.values
        .filter(({ name }) => !known.has(name))
        .map(({ name }) => `${declared.name}.${name}`);
    }),
  };
}

function sameField(a: PrismaField, b: PrismaField): boolean {
  return (
    a.kind === b.kind &&
    a.type === b.type &&
    a.isList === b.isList &&
    a.isRequired === b.isRequired &&
    a.dbName === b.dbName
  );
}
