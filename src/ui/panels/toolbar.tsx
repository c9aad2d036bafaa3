'use client';
import type { ReactNode } from 'react';
import { Choice, FilterField } from '../parts/filter-field';

type State = {
  q: string;
  only: 'all' | 'ill';
  group: string;
  setFilter: (text: string) => void;
  setOnly: (ill: boolean) => void;
  setGroup: (group: string) => void;
};

/** Filter, narrowing to what is not well, and grouping: one line over each table. */
export function Toolbar({
  state,
  label,
  groupings,
  shown,
  narrow = 'Only what is not well',
  children,
}: {
  state: State;
  label: string;
  groupings: readonly { value: string; label: string }[];
  /** `12 of 67 tables`. */
  shown: string;
  /** What the box narrows the rows to. */
  narrow?: string;
  children?: ReactNode;
}) {
  return (
    <div className="no-print flex flex-wrap items-center gap-x-4 gap-y-2 pb-2">
      <FilterField label={label} value={state.q} onChange={state.setFilter} />
      <label className="inline-flex min-h-row items-center gap-1.5">
        <input
          type="checkbox"
          checked={state.only === 'ill'}
          onChange={(event) => state.setOnly(event.target.checked)}
          className="size-3.5 accent-(--accent)"
        />
        {narrow}
      </label>
      {groupings.length < 2 ? null : (
        <Choice label="Group by" value={state.group} options={groupings} onChange={state.setGroup} />
      )}
      {children}
      <p role="status" className="ml-auto text-muted">
        {shown}
      </p>
    </div>
  );
}
