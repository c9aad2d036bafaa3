import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';

// A box that scrolls must be reachable by keyboard, or nobody without a mouse sees what it hides (WCAG 2.1.1).
const REACHABLE = { tabIndex: 0 };

/** A box that scrolls on its own, so that the page never does sideways. It can be reached and moved by keyboard. */
export function ScrollBox({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={label} {...REACHABLE} className={cx('overflow-auto', className)}>
      {children}
    </section>
  );
}
