import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** A folded section. Native, so that it opens without JavaScript and finds its text by the browser's search. */
export function Disclosure({
  summary,
  open = false,
  children,
}: {
  summary: ReactNode;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={open} className="group">
      <summary className="flex min-h-row items-center gap-1.5 hover:text-accent">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="shrink-0 text-muted transition-transform duration-[120ms] group-open:rotate-90"
        />
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">{summary}</span>
      </summary>
      <div className="pb-2 pl-5">{children}</div>
    </details>
  );
}
