import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Shell } from '@/ui/panels/shell';
import { titleOf } from '@/ui/parts/verdict';
import { readState } from './state';

// What is shown was measured a moment ago: a page rendered at build time would be a lie.
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const { latest, configurationFaults } = await readState();
  return { title: titleOf(latest?.report.verdict ?? null, configurationFaults.length) };
}

/** Reads the state once and hands it to the browser, which paints the same and goes on from there. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const state = await readState();
  return (
    <Shell state={state} renderedAt={Date.now()}>
      {children}
    </Shell>
  );
}
