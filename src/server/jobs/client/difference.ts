import type { ClientOnDisk, GeneratedClient } from '../../../shared/client';
import type { PrismaEnum, PrismaField, PrismaModel } from '../../../shared/prisma-schema';
import type { ClientChange } from '../../../shared/regeneration';

type ChangedModel = ClientChange['models']['changed'][number];
type ChangedEnum = ClientChange['enums']['changed'][number];

/**
 * What a new client has and lacks against the old one: models with their fields, enums with their values, the sizes of
 * both. Where there was no client that could be read, nothing counts as added. Pure.
 */
export function clientChange(before: ClientOnDisk | null, after: GeneratedClient): ClientChange {
  const old = before?.state === 'complete' ? before.client : null;
  return {
    name: after.name,
    before: old === null ? null : sizeOf(old),
    after: sizeOf(after),
    models: {
      ...(old === null ? NONE : names(old.models, after.models)),
      changed: old === null ? [] : inBoth(old.models, after.models).flatMap(changedModel),
    },
    enums: {
      ...(old === null ? NONE : names(old.enums, after.enums)),
      changed: old === null ? [] : inBoth(old.enums, after.enums).flatMap(changedEnum),
    },
  };
}

const NONE = { added: [], removed: [] };

function sizeOf({ version, models, enums, files }: GeneratedClient): ClientChange['after'] {
  return {
    version,
    models: models.length,
    enums: enums.length,
    files: files.length,
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}

type Named = { name: string };

function names(before: readonly Named[], after: readonly Named[]): { added: string[]; removed: string[] } {
  const [old, fresh] = [before, after].map((things) => new Set(things.map(({ name }) => name)));
  return {
    added: after.map(({ name }) => name).filter((name) => old?.has(name) !== true),
    removed: before.map(({ name }) => name).filter((name) => fresh?.has(name) !== true),
  };
}

function inBoth<T extends Named>(before: readonly T[], after: readonly T[]): [T, T][] {
  const old = new Map(before.map((thing) => [thing.name, thing]));
  return after.flatMap((thing): [T, T][] => {
    const was = old.get(thing.name);
    return was === undefined ? [] : [[was, thing]];
  });
}

function changedModel([was, is]: [PrismaModel, PrismaModel]): ChangedModel[] {
  const fields = {
    ...names(was.fields, is.fields),
    changed: inBoth(was.fields, is.fields).flatMap(changedField),
  };
  // The table is no field, but stands nowhere else.
  if (was.dbName !== is.dbName) fields.changed.unshift(`@@map: ${was.dbName} → ${is.dbName}`);
  return isEmpty(fields) && fields.changed.length === 0 ? [] : [{ name: is.name, fields }];
}

function changedField([was, is]: [PrismaField, PrismaField]): string[] {
  const parts = [
    typeOf(was) === typeOf(is) ? [] : [`${typeOf(was)} → ${typeOf(is)}`],
    was.dbName === is.dbName ? [] : [`column ${was.dbName} → ${is.dbName}`],
    was.isId === is.isId ? [] : [is.isId ? 'now an id' : 'no id any more'],
    was.hasDefault === is.hasDefault ? [] : [is.hasDefault ? 'now with a default' : 'no default any more'],
  ].flat();
  return parts.length === 0 ? [] : [`${is.name}: ${parts.join(', ')}`];
}

/** As the schema writes it: `String?`, `Post[]`. */
function typeOf({ type, isList, isRequired }: PrismaField): string {
  if (isList) return `${type}[]`;
  return isRequired ? type : `${type}?`;
}

function changedEnum([was, is]: [PrismaEnum, PrismaEnum]): ChangedEnum[] {
  const values = names(was.values, is.values);
  return isEmpty(values) ? [] : [{ name: is.name, values }];
}

function isEmpty({ added, removed }: { added: readonly string[]; removed: readonly string[] }): boolean {
  return added.length === 0 && removed.length === 0;
}
