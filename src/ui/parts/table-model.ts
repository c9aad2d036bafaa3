import type { ReactNode } from 'react';
import type { Verdict } from '@/shared/verdict';

/** One column of a table. `from` is the width from which it is shown; below, the row's detail has it. */
export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Ascending order; a column without it cannot be sorted by. */
  compare?: (a: Row, b: Row) => number;
  align?: 'right';
  /** A width as CSS has it; one column at least should be without, and takes what is left. */
  width?: string;
  from?: 'md' | 'lg';
};

export type Sort = { column: string; descending: boolean };
export type Group<Row> = { label: string; note?: string; rows: readonly Row[] };
export type Item<Row> = { kind: 'group'; group: Group<Row> } | { kind: 'row'; row: Row };
export type RowLook<Row> = { key: (row: Row) => string; verdict: (row: Row) => Verdict };

/** `size.desc` from the address; null where it names no column that can be sorted by. */
export function parseSort<Row>(text: string, columns: readonly Column<Row>[]): Sort | null {
  const [column = '', direction] = text.split('.');
  const sortable = columns.some((each) => each.id === column && each.compare !== undefined);
  return sortable ? { column, descending: direction === 'desc' } : null;
}

/** The text of a press on a column's head: ascending, then descending, then the order that the page came with. */
export function nextSort(column: string, current: Sort | null): string {
  if (current?.column !== column) return column;
  return current.descending ? '' : `${column}.desc`;
}

/** The rows in the wished order; equal ones keep the order in which they came. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const compare = columns.find((column) => column.id === sort?.column)?.compare;
  if (sort === null || compare === undefined) return rows;
  return [...rows].sort((a, b) => (sort.descending ? compare(b, a) : compare(a, b)));
}

/** Groups and their rows as one list, as the virtual window walks it. A group without a label has no head. */
export function itemsOf<Row>(groups: readonly Group<Row>[]): Item<Row>[] {
  return groups.flatMap((group): Item<Row>[] => [
    ...(group.label === '' || group.rows.length === 0 ? [] : [{ kind: 'group' as const, group }]),
    ...group.rows.map((row) => ({ kind: 'row' as const, row })),
  ]);
}

/** Rows put together by a word of theirs; groups in the order in which `order` names them, others behind it. */
export function groupBy<Row>(
  rows: readonly Row[],
  wordOf: (row: Row) => string,
  order: readonly string[] = [],
): Group<Row>[] {
  const groups = new Map<string, Row[]>(order.map((label) => [label, []]));
  for (const row of rows) {
    const word = wordOf(row);
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [row]);
    else group.push(row);
  }
  return [...groups].filter(([, some]) => some.length > 0).map(([label, some]) => ({ label, rows: some }));
}

/** Negative when `a` comes first. By code, as PostgreSQL's own "C": a locale's order takes a hundred times as long. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const wordsOf = (filter: string) => filter.toLowerCase().split(/\s+/);

/** True when each word of the filter is somewhere in one of the texts; capitals do not matter. */
export function matches(filter: string, texts: readonly (string | null | undefined)[]): boolean {
  const hay = texts.join(' ').toLowerCase();
  return wordsOf(filter).every((word) => hay.includes(word));
}

/**
 * The same for many rows: their texts are put together once, and not at each letter that is typed.
 * @returns the rows that match, in their order
 */
export function filterOf<Row>(
  rows: readonly Row[],
  textsOf: (row: Row) => readonly (string | null | undefined)[],
): (filter: string) => readonly Row[] {
  let hays: string[] | null = null;
  return (filter) => {
    if (filter.trim() === '') return rows;
    hays ??= rows.map((row) => textsOf(row).join(' ').toLowerCase());
    const known = hays;
    const words = wordsOf(filter);
    return rows.filter((_, place) => words.every((word) => known[place]?.includes(word)));
  };
}
