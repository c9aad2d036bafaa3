import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import type { RowLook } from './table-model';

export type PlainColumn<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'right';
};

/** A small table without sorting or opening; below 640 px each row becomes a stack, so that nothing scrolls sideways. */
export function Plain<Row>({
  caption,
  columns,
  rows,
  look,
  className,
}: {
  caption: string;
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  look: RowLook<Row>;
  className?: string;
}) {
  return (
    <table className={cx('w-full border-collapse text-left max-sm:block', className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className="text-muted max-sm:sr-only">
        <tr>
          {columns.map(({ id, header, align }) => (
            <th
              key={id}
              scope="col"
              className={cx(
                'border-b border-line px-2 py-1 font-normal first:pl-3',
                align === 'right' && 'text-right',
              )}
            >
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={look.key(row)}
            data-verdict={look.verdict(row)}
            className="row-edge border-b border-line max-sm:flex max-sm:flex-wrap max-sm:gap-x-4 max-sm:py-1.5 max-sm:pl-3"
          >
            {columns.map(({ id, header, cell, align }, index) => (
              <td
                key={id}
                data-label={index === 0 ? undefined : header}
                className={cx(
                  'h-row px-2 py-1 align-middle first:pl-3 max-sm:h-auto max-sm:px-0 max-sm:py-0.5 max-sm:first:w-full max-sm:first:pl-0',
                  index > 0 &&
                    'max-sm:before:pr-1.5 max-sm:before:text-muted max-sm:before:content-[attr(data-label)]',
                  align === 'right' && 'sm:text-right',
                )}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
