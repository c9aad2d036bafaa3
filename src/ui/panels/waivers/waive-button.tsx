'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Finding } from '@/shared/finding';
import { Button } from '../../parts/button';

// Fetched when somebody wants to accept a finding, which is seldom.
const WaiveForm = dynamic(() => import('./waive-form').then((part) => part.WaiveForm), { ssr: false });

/** At a finding that nobody has accepted: the way to do that. What is said for information needs none. */
export function WaiveButton({ finding }: { finding: Pick<Finding, 'key' | 'severity' | 'waiver'> }) {
  const [open, setOpen] = useState(false);
  if (finding.waiver !== undefined || finding.severity === 'info') return null;
  return (
    <div className="no-print">
      {open ? (
        <WaiveForm pattern={finding.key} onClose={() => setOpen(false)} />
      ) : (
        <Button onClick={() => setOpen(true)}>Waive…</Button>
      )}
    </div>
  );
}
