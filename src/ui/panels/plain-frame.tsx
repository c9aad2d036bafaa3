import type { ReactNode } from 'react';
import { PAGES } from './pages';

/**
 * Name and navigation around a page that could not be shown. Plain links on purpose: each loads its page anew, which is
 * what one wants after a failure, and no code for it rides along with every page.
 */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="border-b border-line px-4 py-3 sm:px-6">
        <a href="/" className="text-base font-strong">
          Driftboard
        </a>
      </header>
      <nav aria-label="Pages" className="border-b border-line px-4 sm:px-6">
        <ul className="flex gap-4 overflow-x-auto sm:gap-6">
          {PAGES.map(({ href, label }) => (
            <li key={href}>
              <a href={href} className="flex h-10 items-center whitespace-nowrap text-muted hover:text-ink">
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="mx-auto grid max-w-[1360px] gap-2 p-4 sm:p-6">{children}</main>
    </>
  );
}
