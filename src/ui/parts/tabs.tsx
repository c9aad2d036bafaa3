import { cx } from 'class-variance-authority';
import { type ReactNode, useEffect, useRef } from 'react';

export type Tab = { id: string; label: ReactNode; content: () => ReactNode };

/**
 * Views of one thing of which one is looked at. Links, not buttons: each view has an address, and they work without
 * JavaScript.
 */
export function TabSet({
  label,
  tabs,
  value,
  href,
  onChange,
}: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  href: (id: string) => string;
  onChange: (id: string) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  // On a narrow screen the row scrolls: the tab that is looked at must be one of those that are seen.
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector(`[data-tab="${value}"]`);
    if (row === null || !(tab instanceof HTMLElement)) return;
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [value]);
  return (
    <>
      <nav aria-label={label} className="no-print mb-3 border-b border-line">
        <ul ref={list} className="relative flex gap-4 overflow-x-auto">
          {tabs.map((tab) => (
            <li key={tab.id} data-tab={tab.id}>
              <a
                href={href(tab.id)}
                aria-current={tab.id === value ? 'true' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  onChange(tab.id);
                }}
                className={cx(
                  'flex h-8 items-center whitespace-nowrap border-b-2 hover:text-ink pointer-coarse:h-10',
                  tab.id === value ? 'border-accent text-ink' : 'border-transparent text-muted',
                )}
              >
                {tab.label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {tabs.find((tab) => tab.id === value)?.content()}
    </>
  );
}
