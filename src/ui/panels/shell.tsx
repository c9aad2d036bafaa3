'use client';
import { type ReactNode, useEffect } from 'react';
import type { DashboardState } from '@/shared/dashboard';
import { RenderedAt } from '../parts/clock';
import { titleOf } from '../parts/verdict';
import { LiveProvider } from '../queries/live';
import { InitialState, useDashboard } from '../queries/state';
import { Banners } from './banners';
import { Header } from './header';
import { Keyboard } from './keyboard';
import { Nav } from './nav';
import { Overlays } from './overlays';

/** What stands around every page: data, line to the server, header, navigation, banners, keyboard, panels over the page. */
export function Shell({
  state,
  renderedAt,
  children,
}: {
  state: DashboardState;
  renderedAt: number;
  children: ReactNode;
}) {
  return (
    <InitialState.Provider value={{ state, renderedAt }}>
      <RenderedAt.Provider value={renderedAt}>
        <LiveProvider>
          <a
            href="#content"
            className="absolute left-2 top-2 z-50 -translate-y-16 rounded bg-accent px-3 py-1.5 text-accent-ink focus:translate-y-0"
          >
            Skip to the content
          </a>
          <Header />
          <Nav />
          <Banners />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-[1360px] px-4 pb-16 pt-4 outline-none sm:px-6"
          >
            {children}
          </main>
          <TabTitle />
          <Keyboard />
          <Overlays />
        </LiveProvider>
      </RenderedAt.Provider>
    </InitialState.Provider>
  );
}

/** Keeps the verdict in the browser's tab, also while another tab is looked at. */
function TabTitle() {
  const { latest, configurationFaults } = useDashboard();
  const title = titleOf(latest?.report.verdict ?? null, configurationFaults.length);
  useEffect(() => {
    document.title = title;
    // Another page brings the server's older title with it.
    const observer = new MutationObserver(() => {
      if (document.title !== title) document.title = title;
    });
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title]);
  return null;
}
