'use client';
import { cx } from 'class-variance-authority';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { PAGES } from './pages';

/** The navigation. */
export function Nav() {
  const path = usePathname();
  const list = useRef<HTMLUListElement>(null);
  // Where not all of them find room, the current one must still be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path has another current link
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && current) list.current.scrollLeft = current.offsetLeft - current.offsetWidth;
  }, [path]);
  return (
    <nav aria-label="Pages" className="border-b border-line bg-bg sm:sticky sm:top-12 sm:z-30">
      <ul ref={list} className="mx-auto flex max-w-[1360px] gap-4 overflow-x-auto px-4 sm:gap-6 sm:px-6">
        {PAGES.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className={cx(
                'flex h-10 items-center border-b-2 whitespace-nowrap hover:text-ink',
                path === href ? 'border-accent text-ink' : 'border-transparent text-muted',
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
