import type { IndexCoverage, Share, StoryCoverage, TableCoverage } from '../../shared/coverage';

/** A thing that is to be covered, and whether it is. */
export type CoverItem = { schema: string; table: string; covered: boolean };

/** A query; it counts at each table that it reads, and there as covered where nothing is said against it. */
export type QueryItem = { story: string | null; covered: boolean; tables: readonly CoverItem[] };

/** What was measured of each kind; null where it was not. */
export type CoverItems = {
  declared: readonly CoverItem[] | null;
  strategic: readonly CoverItem[] | null;
  foreignKeys: readonly CoverItem[] | null;
  queries: readonly QueryItem[] | null;
};

const OF_TABLES = ['declared', 'strategic', 'foreignKeys'] as const;

/** The figures over everything. */
export function coverageTotals(items: CoverItems): IndexCoverage {
  return {
    declared: shareOf(items.declared),
    strategic: shareOf(items.strategic),
    foreignKeys: shareOf(items.foreignKeys),
    queries: shareOf(items.queries),
  };
}

/** The same for each table that has anything to cover, by name. */
export function coverageByTable(
  items: CoverItems,
  storyOf: (table: { schema: string; name: string }) => string | null,
): TableCoverage[] {
  const rows = new Map<string, TableCoverage>();
  const rowOf = ({ schema, table }: CoverItem) => {
    const key = `${schema}.${table}`;
    const row = rows.get(key) ?? {
      schema,
      table,
      story: storyOf({ schema, name: table }),
      ...nothingOf(items),
    };
    rows.set(key, row);
    return row;
  };
  for (const kind of OF_TABLES) {
    for (const item of items[kind] ?? []) count(rowOf(item), kind, item.covered);
  }
  for (const query of items.queries ?? []) {
    for (const item of query.tables) count(rowOf(item), 'queries', item.covered);
  }
  return [...rows.values()].sort((a, b) => order(`${a.schema}.${a.table}`, `${b.schema}.${b.table}`));
}

/** The same for each story: of its tables, and of the queries that are said to be its own. */
export function coverageByStory(items: CoverItems, byTable: readonly TableCoverage[]): StoryCoverage[] {
  const rows = new Map<string | null, StoryCoverage>();
  const rowOf = (story: string | null) => {
    const row = rows.get(story) ?? { story, ...nothingOf(items) };
    rows.set(story, row);
    return row;
  };
  for (const table of byTable) {
    const row = rowOf(table.story);
    for (const kind of OF_TABLES) {
      const [sum, more] = [row[kind], table[kind]];
      if (sum === null || more === null) continue;
      sum.have += more.have;
      sum.of += more.of;
    }
  }
  for (const query of items.queries ?? []) count(rowOf(query.story), 'queries', query.covered);
  return [...rows.values()].sort((a, b) => order(a.story ?? '\uffff', b.story ?? '\uffff'));
}

function shareOf(items: readonly { covered: boolean }[] | null): Share | null {
  return items && { have: items.filter(({ covered }) => covered).length, of: items.length };
}

function nothingOf(items: CoverItems): IndexCoverage {
  const none = (part: unknown): Share | null => (part === null ? null : { have: 0, of: 0 });
  return {
    declared: none(items.declared),
    strategic: none(items.strategic),
    foreignKeys: none(items.foreignKeys),
    queries: none(items.queries),
  };
}

function count(row: IndexCoverage, kind: keyof IndexCoverage, covered: boolean): void {
  const share = row[kind];
  if (share === null) return;
  share.of += 1;
  if (covered) share.have += 1;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
