'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

/** What a closed row and the head of a group take up on a desktop; a row's is measured where it is another. */
const ROW_PX = 32;
const GROUP_PX = 41;
/** Rows that are drawn beyond each edge of what one sees. */
const OVERSCAN = 10;

/** The rows of a long table that are near what one sees, with room for all others above and below. */
export function WindowedRows({
  table,
  count,
  startAt,
  keyOf,
  isGroup,
  render,
}: {
  table: RefObject<HTMLTableElement | null>;
  count: number;
  /** The row to begin at; -1 for the top. */
  startAt: number;
  keyOf: (index: number) => string;
  isGroup: (index: number) => boolean;
  render: (index: number, measure: (body: HTMLElement | null) => void) => ReactNode;
}) {
  const [{ scrollMargin, rowPx }, setPlace] = useState({ scrollMargin: 0, rowPx: ROW_PX });
  useEffect(() => {
    const element = table.current;
    if (element === null) return;
    const topOf = () => element.getBoundingClientRect().top + window.scrollY;
    // Each guess that proves wrong moves all rows below it: so the guess is what the first rows really are.
    const bodies = [...element.querySelectorAll<HTMLElement>('tbody[data-index]')];
    const heights = bodies
      .filter((body) => body.querySelector('[data-row]') !== null)
      .map((body) => body.offsetHeight);
    setPlace({ scrollMargin: topOf(), rowPx: heights.length === 0 ? ROW_PX : Math.min(...heights) });
    // What stands above it may grow: a row that is opened, another table.
    const observer = new ResizeObserver(() => {
      const top = topOf();
      setPlace((place) => (Math.abs(place.scrollMargin - top) < 1 ? place : { ...place, scrollMargin: top }));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [table]);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: (index) => (isGroup(index) ? GROUP_PX : rowPx),
    overscan: OVERSCAN,
    // Several rows that are measured in one frame are drawn once.
    useFlushSync: false,
    scrollMargin,
    // What the server renders, before there is a window: about two screens.
    initialRect: { width: 1_440, height: 1_600 },
    getItemKey: keyOf,
  });
  useEffect(() => {
    if (rowPx !== ROW_PX) virtual.measure();
  }, [virtual, rowPx]);
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
