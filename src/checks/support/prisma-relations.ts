import type { ForeignKey, Index, ReferentialAction, Table } from '../../shared/database-schema';
import type { PrismaModel } from '../../shared/prisma-schema';
import { fieldNames } from './accept-text';
import { identifier } from './prisma-text';

/** How Prisma calls PostgreSQL's actions. */
export const ACTIONS: Record<ReferentialAction, string> = {
  'NO ACTION': 'NoAction',
  RESTRICT: 'Restrict',
  CASCADE: 'Cascade',
  'SET NULL': 'SetNull',
  'SET DEFAULT': 'SetDefault',
};

const METHODS = new Map([
  ['btree', ''],
  ['hash', ', type: Hash'],
  ['gin', ', type: Gin'],
  ['gist', ', type: Gist'],
  ['spgist', ', type: SpGist'],
  ['brin', ', type: Brin'],
]);

/** `@@index([userId, at(sort: Desc)], map: "…")`; null for what Prisma's language cannot say. */
export function indexAttribute(index: Index, model: PrismaModel): string | null {
  const method = METHODS.get(index.method);
  const sayable =
    method !== undefined &&
    index.predicate === null &&
    index.include.length === 0 &&
    !index.nullsNotDistinct &&
    index.columns.every(
      ({ name, opclass, collation, order, nulls }) =>
        name !== null && opclass === null && collation === null && (nulls === 'first') === (order === 'desc'),
    );
  const fields = fieldNames(
    model,
    index.columns.map(({ name }) => name),
  );
  if (!sayable || fields === null) return null;
  const list = fields.map((field, place) =>
    index.columns[place]?.order === 'desc' ? `${field}(sort: Desc)` : field,
  );
  const kind = index.unique ? '@@unique' : '@@index';
  return `${kind}([${list.join(', ')}], map: ${JSON.stringify(index.name)}${method})`;
}

/**
 * The two fields of a relation that stands on a foreign key; null where a column has no field.
 * @param model of the table that has the key
 */
export function relationFields(
  key: ForeignKey,
  table: Pick<Table, 'columns' | 'indexes' | 'primaryKey'>,
  model: Pick<PrismaModel, 'name' | 'fields'>,
  target: PrismaModel,
): { own: string; other: string } | null {
  const find = (owner: Pick<PrismaModel, 'fields'>, columns: string[]) =>
    columns.map(
      (column) => owner.fields.find(({ dbName, kind }) => dbName === column && kind !== 'object')?.name,
    );
  const fields = find(model, key.columns);
  const references = find(target, key.references.columns);
  if ([...fields, ...references].includes(undefined)) return null;
  const optional = table.columns.some(({ name, nullable }) => nullable && key.columns.includes(name))
    ? '?'
    : '';
  const isOne = [
    table.primaryKey?.columns ?? [],
    ...table.indexes
      .filter(({ unique, predicate }) => unique && predicate === null)
      .map(({ columns }) => columns.map(({ name }) => name ?? '')),
  ].some((columns) => columns.length > 0 && [...columns].sort().join() === [...key.columns].sort().join());
  // A name of its own, so that it is never taken for another relation between the same two models.
  const name = JSON.stringify(key.name);
  const actions = `onDelete: ${ACTIONS[key.onDelete]}, onUpdate: ${ACTIONS[key.onUpdate]}`;
  return {
    own: `${free(identifier(key.name), model)} ${target.name}${optional} @relation(${name}, fields: [${fields.join(', ')}], references: [${references.join(', ')}], ${actions}, map: ${name})`,
    other: `${free(identifier(`${key.name}_${model.name}`), target)} ${model.name}${isOne ? '?' : '[]'} @relation(${name})`,
  };
}

function free(name: string, { fields }: Pick<PrismaModel, 'fields'>): string {
  return fields.some((field) => field.name === name) ? free(`${name}_`, { fields }) : name;
}
