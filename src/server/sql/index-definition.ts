import { createIndexSql } from '../../checks/support/sql-index';
import { alterTableSql, primaryKeySql } from '../../checks/support/sql-text';
import type { Index } from '../../shared/database-schema';

/** The statement that makes an index or the constraint that stands on it, written from its parts. */
export function indexDefinition(index: Index): string {
  if (index.constraint !== 'primary') return createIndexSql(index);
  const columns = index.columns.map((column) => column.name ?? '');
  return alterTableSql(
    { schema: index.schema, name: index.table },
    `ADD ${primaryKeySql({ name: index.name, columns })}`,
  );
}
