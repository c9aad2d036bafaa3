import type { Index } from '../../shared/database-schema';
import type { IndexUse } from '../../shared/database-usage';
import type { Observed } from '../types';
import { migratedIndexesOf } from './migration-indexes';
import { nameOf } from './names';

/**
 * When an index was made, as far as anybody knows: by the server where it keeps the times of transactions, else by the
 * history of the migration that makes it. Null where neither tells: PostgreSQL's catalogue does not say.
 */
export function indexAges(
  observed: Partial<Pick<Observed, 'migrations.folder' | 'migrations.history'>>,
): (index: Index, use: IndexUse | undefined) => string | null {
  const folder = observed['migrations.folder'];
  const finished = new Map<string, string>();
  for (const { name, finishedAt, rolledBackAt } of observed['migrations.history']?.rows ?? [])
    if (finishedAt !== null && rolledBackAt === null) finished.set(name, finishedAt);
  const applied = new Map(
    (folder?.migrations ?? []).flatMap(({ file, name }): [string, string][] => {
      const at = finished.get(name);
      return at === undefined ? [] : [[file, at]];
    }),
  );
  return (index, use) => {
    if (use !== undefined && use.madeAt !== null) return use.madeAt;
    const table = nameOf({ schema: index.schema, name: index.table });
    const made = migratedIndexesOf(folder, table).find(({ name }) => name === index.name);
    return made?.source === undefined ? null : (applied.get(made.source.file) ?? null);
  };
}
