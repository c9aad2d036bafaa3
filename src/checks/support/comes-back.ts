import type { DatabaseSchema, ForeignKey, Index, Table } from '../../shared/database-schema';
import { groupBy } from './group-by';
import { migrationOnlyIndexes } from './index-match';
import type { MigratedIndexes } from './migration-indexes';
import { nameOf } from './names';

export type ComesBack = {
  /** Foreign keys of other tables that point to it: they cannot stand without it. */
  incoming: readonly { table: Table; key: ForeignKey }[];
  /** Its indexes that only plain SQL in a migration declares. */
  strategic: Index[];
};

/**
 * What was lost with a table that lacks and is made again with it. Worked out once, for the first table that lacks: an
 * empty database lacks them all.
 * @returns by the table's name with its schema
 */
export function comesBackWith(
  ddl: DatabaseSchema,
  migrated: MigratedIndexes | undefined,
): (table: string) => ComesBack {
  let known: ReturnType<typeof find> | undefined;
  const find = () => {
    const keys = ddl.tables.flatMap((table) => table.foreignKeys.map((key) => ({ table, key })));
    const target = ({ references }: ForeignKey) =>
      nameOf({ schema: references.schema, name: references.table });
    const strategic = migrationOnlyIndexes(migrated?.indexes ?? [], ddl);
    return {
      incoming: groupBy(keys, ({ key }) => target(key)),
      strategic: groupBy(strategic, (index) => nameOf({ schema: index.schema, name: index.table })),
    };
  };
  return (table) => {
    known ??= find();
    const incoming = (known.incoming.get(table) ?? []).filter((one) => nameOf(one.table) !== table);
    return { incoming, strategic: known.strategic.get(table) ?? [] };
  };
}
