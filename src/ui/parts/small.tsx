import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import type { Verdict } from '@/shared/verdict';
import { VerdictShape } from './verdict-mark';

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line-strong px-1 text-muted">
      {children}
    </kbd>
  );
}

/** A bar that has the size of the text that comes in its place. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('block h-4 rounded-sm bg-sunken', className)} />;
}

/** Says in a sentence why there is nothing here. Never for something that was not measured: see `Unmeasured`. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="py-6 text-muted">{children}</p>;
}

/** A part that no observation stands behind: hatched, grey and loud. */
export function Unmeasured({ what, reasons }: { what: string; reasons: readonly string[] }) {
  return (
    <div data-verdict="unknown" className="not-measured flex items-stretch overflow-hidden">
      <div aria-hidden="true" className="hatched w-6 shrink-0" />
      <div className="p-3">
        <p className="flex items-center gap-1.5 font-strong">
          <VerdictShape verdict="unknown" /> {what} not measured
        </p>
        {reasons.length === 0 ? (
          <p className="text-muted">This run has no observation of it, so nothing can be said.</p>
        ) : (
          reasons.map((reason) => (
            <p key={reason} className="text-muted">
              {reason}
            </p>
          ))
        )}
      </div>
    </div>
  );
}

/** A line over the page that holds while something special does: a demo in force, a fault of the configuration. */
export function Banner({
  verdict,
  children,
  action,
}: {
  verdict: Verdict;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div data-verdict={verdict} className="edge border-b border-line bg-sunken">
      <div className="mx-auto flex max-w-[1360px] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 sm:px-6">
        <VerdictShape verdict={verdict} />
        <div className="min-w-0 flex-1">{children}</div>
        {action}
      </div>
    </div>
  );
}

/** A heading with a quiet note beside it and room for controls at its end. */
export function Heading({
  level = 2,
  children,
  note,
  id,
  action,
}: {
  level?: 1 | 2 | 3;
  children: ReactNode;
  note?: ReactNode;
  id?: string;
  action?: ReactNode;
}) {
  const Tag = `h${level}` as const;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
      <Tag id={id} className={level === 1 ? 'text-lg' : 'text-base'}>
        {children}
      </Tag>
      {note === undefined ? null : <p className="text-muted">{note}</p>}
      {action === undefined ? null : <div className="ml-auto flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
