import { cx } from 'class-variance-authority';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type Column, nextSort, type Sort } from './table-model';

/**
 * Classes that take a column away below its width. They make it empty and narrow rather than remove it: the cells that
 * span all columns would make up new ones in its place. On a phone the rows are stacks, and have room for those of `md`.
 */
export const FROM = {
  md: 'sm:max-md:invisible sm:max-md:w-0! sm:max-md:overflow-hidden sm:max-md:whitespace-nowrap sm:max-md:px-0',
  lg: 'max-sm:hidden sm:max-lg:invisible sm:max-lg:w-0! sm:max-lg:overflow-hidden sm:max-lg:whitespace-nowrap sm:max-lg:px-0',
};

/** The head of a table: it stays in sight below the page's header, and sorts. */
export function TableHead<Row>({
  columns,
  order,
  onSort,
}: {
  columns: readonly Column<Row>[];
  order: Sort | null;
  onSort: (sort: string) => void;
}) {
  return (
    <thead className="sticky top-[88px] z-20 bg-bg max-sm:sr-only">
      <tr>
        {columns.map((column) => {
          const sorted =
            order?.column === column.id ? (order.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted}
              style={{ width: column.width }}
              className={cx(
                'h-8 border-b border-line-strong px-2 font-normal text-muted first:pl-3',
                column.align === 'right' && 'text-right',
                column.from !== undefined && FROM[column.from],
              )}
            >
              {column.compare === undefined ? (
                column.header
              ) : (
                <button
                  type="button"
                  onClick={() => onSort(nextSort(column.id, order))}
                  className="inline-flex items-center gap-1 hover:text-accent"
                >
                  {column.header}
                  {sorted === 'ascending' ? <ArrowUp size={12} aria-hidden="true" /> : null}
                  {sorted === 'descending' ? <ArrowDown size={12} aria-hidden="true" /> : null}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
