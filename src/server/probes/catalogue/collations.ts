import { UNSPOKEN_SCHEMAS } from '../../sql/type-name';
import type { CatalogueAnswers } from './answers';
import { unexpectedValue } from './cells';

/** The names of collations that are not what their place has anyway. */
export type Collations = {
  /** @param pair the oids of a column's collation and type @returns null for the collation of the type itself */
  ofColumn(pair: string): string | null;
  /** @param oid of an index key's collation, which is not a usual one */
  ofKey(oid: string): string;
};

/** None at all, and the collation `default`, which is the database's own. */
export const USUAL_COLLATIONS: ReadonlySet<string> = new Set(['', '0', '100']);

/** @param answers with `collations` wherever there is a collation that is not usual */
export function collationNames(answers: CatalogueAnswers['collations']): Collations {
  const names = new Map<string, string>();
  const ofTypes = new Map<string, string>();
  if (answers !== null) {
    const schemas = answers.collations.of('schema');
    const own = answers.collations.of('name');
    for (const [row, oid] of answers.collations.of('oid').entries()) {
      const [schema = '', name = ''] = [schemas[row], own[row]];
      names.set(oid, UNSPOKEN_SCHEMAS.has(schema) ? name : `${schema}.${name}`);
    }
    const collations = answers.types.of('collation');
    for (const [row, oid] of answers.types.of('oid').entries()) ofTypes.set(oid, collations[row] ?? '');
  }
  const named = (oid: string) => {
    const name = names.get(oid);
    if (name === undefined) throw unexpectedValue(oid, 'a collation');
    return name;
  };
  return {
    ofColumn: (pair) => {
      const [collation = '', type = ''] = pair.split(' ');
      return ofTypes.get(type) === collation ? null : named(collation);
    },
    ofKey: named,
  };
}
