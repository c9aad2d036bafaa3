'use client';
import { Search } from 'lucide-react';
import Link from 'next/link';
import { Kbd } from '../parts/small';
import { useDashboard } from '../queries/state';
import { LiveIndicator } from './live-indicator';
import { setOverlay } from './overlay-state';
import { ThemeSwitch } from './theme-switch';

/** Name, environment, search, line to the server with the age of what is shown, theme. */
export function Header() {
  const { environment } = useDashboard();
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-bg">
      <div className="mx-auto flex h-12 max-w-[1360px] items-center gap-2 px-4 sm:gap-3 sm:px-6">
        <Link href="/" className="text-base font-strong hover:text-accent">
          Driftboard
        </Link>
        <span
          className="rounded-sm border border-line px-1.5 font-mono text-mono text-muted"
          title="Environment"
        >
          {environment}
        </span>
        <button
          type="button"
          onClick={() => setOverlay('palette')}
          aria-label="Search and commands"
          className="no-print ml-auto inline-flex h-8 items-center gap-2 rounded border border-line px-2 text-muted hover:border-line-strong hover:text-ink pointer-coarse:h-10 sm:w-56"
        >
          <Search size={14} aria-hidden="true" />
          <span className="flex-1 text-left max-sm:hidden">Search</span>
          <span className="max-sm:hidden">
            <Kbd>⌘K</Kbd>
          </span>
        </button>
        <LiveIndicator />
        <ThemeSwitch />
      </div>
    </header>
  );
}
