'use client';
import { cx } from 'class-variance-authority';
import { ChevronRight } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import type { MouseEvent, ReactNode } from 'react';

/**
 * Opens and closes a row. A link rather than a button: the open row stands in the address, can be opened in another tab,
 * and works before (or without) JavaScript. `data-row` is what `j` and `k` walk along.
 */
export function RowLink({
  rowKey,
  open,
  onOpen,
  children,
}: {
  rowKey: string;
  open: boolean;
  onOpen: (key: string | null) => void;
  children: ReactNode;
}) {
  const search = new URLSearchParams(useSearchParams());
  if (open) search.delete('open');
  else search.set('open', rowKey);
  const press = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(open ? null : rowKey);
  };
  return (
    <a
      href={`?${search.toString()}`}
      data-row={rowKey}
      aria-expanded={open}
      onClick={press}
      className="flex min-w-0 items-center gap-1.5 after:absolute after:inset-0"
    >
      <ChevronRight
        size={14}
        aria-hidden="true"
        className={cx('shrink-0 text-muted transition-transform duration-[120ms]', open && 'rotate-90')}
      />
      {children}
    </a>
  );
}
