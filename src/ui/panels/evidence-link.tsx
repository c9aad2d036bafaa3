'use client';
import { cx } from 'class-variance-authority';
import { FileSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAddress } from './address';

/** The check whose evidence is open; it stands in the address, so that a link shows the same panel. */
export function useOpenCheck(): [string | null, (checkId: string | null) => void] {
  const { read, write } = useAddress();
  return [read('check'), (check) => write({ check })];
}

/** Opens the panel with the SQL or request, the answer, the time and the moment of a check. */
export function EvidenceLink({
  checkId,
  children,
  className,
  label,
}: {
  checkId: string;
  children: ReactNode;
  className?: string;
  label?: string;
}) {
  const [, setOpen] = useOpenCheck();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onClick={() => setOpen(checkId)}
      className={cx(
        'no-print relative z-10 inline-flex min-h-6 items-center pointer-coarse:min-h-8 gap-1 rounded-sm text-muted underline decoration-line-strong underline-offset-4 hover:text-accent',
        className,
      )}
    >
      <FileSearch size={13} aria-hidden="true" />
      {children}
    </button>
  );
}
