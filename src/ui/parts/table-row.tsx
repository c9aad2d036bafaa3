import { cx } from 'class-variance-authority';
import { type ReactNode, useMemo } from 'react';
import type { Verdict } from '@/shared/verdict';
import { RowLink } from './row-link';
import { FROM } from './table-head';
import type { Column, Group } from './table-model';

/** The head of a group of rows. */
export function GroupRow<Row>({ group, span }: { group: Group<Row>; span: number }) {
  return (
    <tr className="max-sm:block">
      <th
        scope="rowgroup"
        colSpan={span}
        className="border-b border-line px-3 pb-1 pt-4 text-left max-sm:block"
      >
        {group.label}
        <span className="pl-2 font-normal text-muted">{group.note ?? group.rows.length}</span>
      </th>
    </tr>
  );
}

type RowProps<Row> = {
  row: Row;
  rowKey: string;
  columns: readonly Column<Row>[];
  verdict: Verdict;
  open: boolean;
  onOpen: (key: string | null) => void;
  detail: (row: Row) => ReactNode;
};

/**
 * One row, and below it what it opens to. The first cell's link covers the row, so that all of it can be pressed. Drawn
 * again only when it changed: a window over 10,000 of them moves with each turn of the wheel.
 */
export function TableRow<Row>({ row, rowKey, columns, verdict, open, onOpen, detail }: RowProps<Row>) {
  return useMemo(
    () => <DrawnRow {...{ row, rowKey, columns, verdict, open, onOpen, detail }} />,
    [row, rowKey, columns, verdict, open, onOpen, detail],
  );
}

function DrawnRow<Row>({ row, rowKey, columns, verdict, open, onOpen, detail }: RowProps<Row>) {
  return (
    <>
      <tr
        data-verdict={verdict}
        className={cx(
          'row-edge relative border-b border-line hover:bg-sunken max-sm:flex max-sm:flex-wrap max-sm:gap-x-4 max-sm:py-1.5 max-sm:pl-3',
          open && 'bg-sunken',
        )}
      >
        {columns.map((column, index) => (
          <td
            key={column.id}
            data-label={index === 0 ? undefined : column.header}
            className={cx(
              'h-row px-2 py-1 align-middle first:pl-3 max-sm:h-auto max-sm:px-0 max-sm:py-0.5 max-sm:first:w-full max-sm:first:pl-0',
              index > 0 &&
                'max-sm:before:pr-1.5 max-sm:before:text-muted max-sm:before:content-[attr(data-label)]',
              column.align === 'right' && 'sm:text-right',
              column.from !== undefined && FROM[column.from],
            )}
          >
            {index === 0 ? (
              <RowLink rowKey={rowKey} open={open} onOpen={onOpen}>
                {column.cell(row)}
              </RowLink>
            ) : (
              column.cell(row)
            )}
          </td>
        ))}
      </tr>
      {open ? (
        <tr className="border-b border-line-strong max-sm:block">
          <td colSpan={columns.length} className="bg-surface px-3 py-3 max-sm:block sm:pl-6">
            {detail(row)}
          </td>
        </tr>
      ) : null}
    </>
  );
}
