'use client';
import dynamic from 'next/dynamic';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { TableHead } from './table-head';
import {
  type Column,
  type Group,
  type Item,
  itemsOf,
  parseSort,
  type RowLook,
  sortRows,
} from './table-model';
import { GroupRow, TableRow } from './table-row';

/** Up to this many rows all stand in the page, so that the browser's own search finds them; more are a window. */
const WINDOW_FROM = 150;

// Its library is fetched only where a table is that long.
const WindowedRows = dynamic(() => import('./windowed-rows').then((part) => part.WindowedRows));

/**
 * A dense table: sticky head, sortable, failures edged, rows that open, a window over long lists. Below 640 px each row
 * becomes a small stack, so that nothing scrolls sideways.
 */
export function DataTable<Row>({
  caption,
  columns,
  groups,
  look,
  sort,
  onSort,
  open,
  onOpen,
  detail,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  groups: readonly Group<Row>[];
  look: RowLook<Row>;
  sort: string;
  onSort: (sort: string) => void;
  open: string | null;
  onOpen: (key: string | null) => void;
  detail: (row: Row) => ReactNode;
}) {
  const order = useMemo(() => parseSort(sort, columns), [sort, columns]);
  const items = useMemo(
    () => itemsOf(groups.map((group) => ({ ...group, rows: sortRows(group.rows, columns, order) }))),
    [groups, columns, order],
  );
  const table = useRef<HTMLTableElement>(null);
  // Made once: the window asks for all of them again and again.
  const keys = useMemo(() => items.map((item) => keyOf(item, look)), [items, look]);
  const keyAt = useCallback((index: number) => keys[index] ?? String(index), [keys]);
  const isGroup = useCallback((index: number) => items[index]?.kind === 'group', [items]);
  // A link to an open row shows that row, not the top of a long page.
  const linked = useRef(open);
  const windowed = items.length > WINDOW_FROM;
  const startAt = windowed && linked.current !== null ? keys.indexOf(linked.current) : -1;
  useEffect(() => {
    if (linked.current === null) return;
    const rows = table.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [];
    [...rows].find((row) => row.dataset.row === linked.current)?.scrollIntoView({ block: 'center' });
  }, []);

  const span = columns.length;
  const render = (index: number, measure?: (body: HTMLElement | null) => void) => {
    const item = items[index];
    if (item === undefined) return null;
    const key = keyAt(index);
    return (
      <tbody key={key} data-index={index} ref={measure} className="max-sm:block">
        {item.kind === 'group' ? (
          <GroupRow group={item.group} span={span} />
        ) : (
          <TableRow
            row={item.row}
            rowKey={key}
            columns={columns}
            verdict={look.verdict(item.row)}
            open={open === key}
            onOpen={onOpen}
            detail={detail}
          />
        )}
      </tbody>
    );
  };

  return (
    <table ref={table} className="w-full table-fixed border-collapse text-left max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <TableHead columns={columns} order={order} onSort={onSort} />
      {windowed ? (
        <WindowedRows
          table={table}
          count={items.length}
          startAt={startAt}
          keyOf={keyAt}
          isGroup={isGroup}
          render={render}
        />
      ) : (
        items.map((_, index) => render(index))
      )}
    </table>
  );
}

function keyOf<Row>(item: Item<Row>, look: RowLook<Row>): string {
  return item.kind === 'group' ? `group:${item.group.label}` : look.key(item.row);
}
