'use client';
import { Search } from 'lucide-react';
import { Kbd } from './small';

/** The filter of a page. `/` puts the cursor into it (`data-filter` is how the key finds it), Escape empties it. */
export function FilterField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="no-print relative flex w-full items-center sm:w-64">
      <span className="sr-only">{label}</span>
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute left-2.5 text-muted" />
      <input
        type="search"
        data-filter
        value={value}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
        className="h-8 w-full rounded border border-line-strong bg-surface pl-8 pr-9 placeholder:text-muted pointer-coarse:h-10 [&::-webkit-search-cancel-button]:hidden"
      />
      <span aria-hidden="true" className="pointer-events-none absolute right-2 max-sm:hidden">
        <Kbd>/</Kbd>
      </span>
    </label>
  );
}

/** A small choice of one among few, as a native select. */
export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="no-print inline-flex items-center gap-1.5 text-muted">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 rounded border border-line-strong bg-surface px-2 text-ink pointer-coarse:h-10"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
