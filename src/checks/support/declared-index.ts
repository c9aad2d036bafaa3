import type { Index } from '../../shared/database-schema';
import type { Observed } from '../types';
import { ByName } from './by-name';
import { sameIndex } from './index-match';
import { migratedIndexesOf } from './migration-indexes';
import { nameOf } from './names';

/**
 * The declaration behind a live index: an attribute of `schema.prisma`, else a statement of a migration; undefined where
 * nobody declares one of this definition.
 */
export function declaredIndexFinder(
  observed: Partial<Pick<Observed, 'schema.ddl' | 'migrations.folder'>>,
): (index: Index) => Index | undefined {
  const expected = ByName.of(observed['schema.ddl']?.tables ?? []);
  const folder = observed['migrations.folder'];
  return (index) => {
    const table = { schema: index.schema, name: index.table };
    const isIt = (other: Index) => sameIndex(other, index);
    return expected.get(table)?.indexes.find(isIt) ?? migratedIndexesOf(folder, nameOf(table)).find(isIt);
  };
}
