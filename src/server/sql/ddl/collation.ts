import type { CollateClause } from 'libpg-query';
import { nameParts } from '../identifier';
import { UNSPOKEN_SCHEMAS } from '../type-name';

/** As the catalogue's side has it: the schema before the name only where it says something. */
export function collationOf(clause: CollateClause | undefined): string | null {
  const parts = nameParts(clause?.collname);
  const [schema, name] = [parts.at(-2), parts.at(-1)];
  // `default` is the database's own, which every column has anyway.
  if (name === undefined || name === 'default') return null;
  return schema === undefined || UNSPOKEN_SCHEMAS.has(schema) ? name : `${schema}.${name}`;
}
