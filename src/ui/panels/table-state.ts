'use client';
import { useEffect, useRef, useState } from 'react';
import { useAddress } from './address';

/** How long after the last letter a filter goes to the address; browsers refuse more than a hundred changes in 30 s. */
const WRITE_AFTER_MS = 200;

/** Filter, grouping, sorting, open row and narrowing of a page's table: all of it in the address. */
export function useTableState<const G extends string>(groupings: readonly [G, ...G[]]) {
  const { read, write } = useAddress();
  // What is typed shows at once; the address follows.
  const [q, setQ] = useState(read('q') ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const only: 'all' | 'ill' = read('only') === 'ill' ? 'ill' : 'all';
  return {
    q,
    only,
    group: groupings.find((each) => each === read('group')) ?? groupings[0],
    sort: read('sort') ?? '',
    open: read('open'),
    setFilter: (text: string) => {
      setQ(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => write({ q: text }), WRITE_AFTER_MS);
    },
    setGroup: (group: string) => write({ group: group === groupings[0] ? null : group }),
    setSort: (sort: string) => write({ sort }),
    setOpen: (key: string | null) => write({ open: key }),
    setOnly: (ill: boolean) => write({ only: ill ? 'ill' : null }),
  };
}
