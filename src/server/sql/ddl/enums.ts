import type { AlterEnumStmt, CreateEnumStmt } from 'libpg-query';
import { nameParts } from '../identifier';
import { type DdlState, keyOf, qualifiedName } from './state';

/** CREATE TYPE … AS ENUM. */
export function createEnum(state: DdlState, statement: CreateEnumStmt): void {
  const { schema, name } = qualifiedName(state, statement.typeName);
  state.enums.set(keyOf(schema, name), { schema, name, values: nameParts(statement.vals) });
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function alterEnum(state: DdlState, statement: AlterEnumStmt): void {
  const { schema, name } = qualifiedName(state, statement.typeName);
  const type = state.enums.get(keyOf(schema, name));
  const value = statement.newVal;
  if (type === undefined || value === undefined) return;
  if (statement.oldVal !== undefined) {
    type.values = type.values.map((one) => (one === statement.oldVal ? value : one));
    return;
  }
  if (type.values.includes(value)) return;
  const neighbour = type.values.indexOf(statement.newValNeighbor ?? '');
  const position =
    neighbour < 0 ? type.values.length : neighbour + (statement.newValIsAfter === true ? 1 : 0);
  type.values.splice(position, 0, value);
}

/** CREATE SCHEMA. */
export function createSchema(state: DdlState, name: string | undefined): void {
  if (name !== undefined) state.schemas.add(name);
}
