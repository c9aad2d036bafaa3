'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

const ROW_ESTIMATE_PX = 33;

/** The rows of a long table that are near what one sees, with room for all others above and below. */
export function WindowedRows({
  table,
  count,
  startAt,
  keyOf,
  render,
}: {
  table: RefObject<HTMLTableElement | null>;
  count: number;
  /** The row to begin at; -1 for the top. */
  startAt: number;
  keyOf: (index: number) => string;
  render: (index: number, measure: (body: HTMLElement | null) => void) => ReactNode;
}) {
  const [scrollMargin, setScrollMargin] = useState(0);
  useEffect(() => {
    if (table.current !== null) setScrollMargin(table.current.getBoundingClientRect().top + window.scrollY);
  }, [table]);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_ESTIMATE_PX,
    overscan: 16,
    scrollMargin,
    // What the server renders, before there is a window: about two screens.
    initialRect: { width: 1_440, height: 1_600 },
    getItemKey: keyOf,
  });
  const began = useRef(false);
  useEffect(() => {
    // Only when its place on the page is known does the row's place mean anything.
    if (began.current || startAt < 0 || scrollMargin === 0) return;
    began.current = true;
    virtual.scrollToIndex(startAt, { align: 'center' });
  }, [virtual, startAt, scrollMargin]);
  const seen = virtual.getVirtualItems();
  return (
    <>
      <Spacer height={(seen[0]?.start ?? scrollMargin) - scrollMargin} />
      {seen.map(({ index }) => render(index, virtual.measureElement))}
      <Spacer height={virtual.getTotalSize() - ((seen.at(-1)?.end ?? scrollMargin) - scrollMargin)} />
    </>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td style={{ height }} />
      </tr>
    </tbody>
  );
}
