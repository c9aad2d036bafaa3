import type { Column, ForeignKey, Index, Table } from '@/shared/database-schema';

/** One thing of a table on both sides, each as text; null where that side lacks it. */
export type SideBySide = { name: string; expected: string | null; observed: string | null; differs: boolean };

const side = (name: string, expected: string | undefined, observed: string | undefined): SideBySide => ({
  name,
  expected: expected ?? null,
  observed: observed ?? null,
  differs: expected !== observed,
});

/** Both lists by name: those of the expected side in their order, then what only the observed side has. */
export function sideBySide<T extends { name: string }>(
  expected: readonly T[],
  observed: readonly T[],
  text: (thing: T) => string,
): SideBySide[] {
  const there = new Map(observed.map((thing) => [thing.name, text(thing)]));
  const wanted = new Set(expected.map((thing) => thing.name));
  return [
    ...expected.map((thing) => side(thing.name, text(thing), there.get(thing.name))),
    ...observed
      .filter((thing) => !wanted.has(thing.name))
      .map((thing) => side(thing.name, undefined, text(thing))),
  ];
}

/** A column in a line, as one would write it in SQL. */
export function columnText(column: Column): string {
  return [
    column.type,
    column.nullable ? '' : 'not null',
    column.default === null ? '' : `default ${column.default}`,
    column.generated === null ? '' : `generated ${column.generated}`,
    column.identity === null ? '' : `identity ${column.identity}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** A foreign key in a line: where it points and what follows a deletion. */
export function foreignKeyText(key: ForeignKey): string {
  const to = `${key.references.table} (${key.references.columns.join(', ')})`;
  const flags = `${key.deferrable ? ', deferrable' : ''}${key.validated ? '' : ', not validated'}`;
  return `(${key.columns.join(', ')}) → ${to}, on delete ${key.onDelete}, on update ${key.onUpdate}${flags}`;
}

/** An index in a line, without its name: two with equal lines do the same. */
export function indexText(index: Index): string {
  const columns = index.columns.map(({ name, expression, order, nulls, opclass }) => {
    const usual = order === 'desc' ? 'first' : 'last';
    return [
      name ?? expression ?? '?',
      opclass ?? '',
      order === 'desc' ? 'desc' : '',
      nulls === usual ? '' : `nulls ${nulls}`,
    ]
      .filter((word) => word !== '')
      .join(' ');
  });
  return [
    index.unique ? 'unique ' : '',
    index.method,
    ` (${columns.join(', ')})`,
    index.include.length === 0 ? '' : ` include (${index.include.join(', ')})`,
    index.nullsNotDistinct ? ' nulls not distinct' : '',
    index.predicate === null ? '' : ` where ${index.predicate}`,
    index.valid ? '' : ', invalid',
  ].join('');
}

/** Everything of one table on both sides, by kind. */
export function tableDiff(
  expected: Table | null,
  observed: Table | null,
): { title: string; rows: SideBySide[] }[] {
  const keys = (table: Table | null) => (table?.primaryKey == null ? [] : [table.primaryKey]);
  return [
    { title: 'Columns', rows: sideBySide(expected?.columns ?? [], observed?.columns ?? [], columnText) },
    {
      title: 'Primary key',
      rows: sideBySide(keys(expected), keys(observed), (key) => `(${key.columns.join(', ')})`),
    },
    {
      title: 'Foreign keys',
      rows: sideBySide(expected?.foreignKeys ?? [], observed?.foreignKeys ?? [], foreignKeyText),
    },
    { title: 'Indexes', rows: sideBySide(expected?.indexes ?? [], observed?.indexes ?? [], indexText) },
  ].filter((part) => part.rows.length > 0);
}
