import type { RangeVar } from 'libpg-query';
import type { Table } from '../../../shared/database-schema';
import { type DdlState, emptyTable, keyOf, placeOf, relationName, type StatementSource } from './state';

/**
 * CREATE VIEW and CREATE MATERIALIZED VIEW: that it is there. Its columns and the text of its query are PostgreSQL's to
 * say (it resolves `*`, names and types), so they stay unknown: no columns, and a query of null.
 */
export function createView(
  state: DdlState,
  relation: RangeVar | undefined,
  kind: 'view' | 'materialized view',
  source: StatementSource,
  options: { ifNotExists?: boolean | undefined },
): void {
  if (relation?.relpersistence === 't') return;
  const { schema, name } = relationName(state, relation);
  const key = keyOf(schema, name);
  const known: Table | undefined = state.tables.get(key);
  // Replaced, or there already: what stands on it stays.
  if (known !== undefined && (options.ifNotExists === true || known.kind === kind)) return;
  state.tables.set(key, { ...emptyTable(schema, name, kind), ...placeOf(source) });
}
