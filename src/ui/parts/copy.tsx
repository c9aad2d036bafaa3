'use client';
import { cx } from 'class-variance-authority';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

/** Puts a text on the clipboard and says for two seconds whether it worked. */
export function useCopy(): { state: 'idle' | 'copied' | 'refused'; copy: (text: string) => void } {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (text: string) => {
    // Browsers offer the clipboard on https and localhost only.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return { state, copy };
}

/** A button that copies `text`; `what` names it for those who do not see it (“Copy the SQL”). */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const { state, copy } = useCopy();
  const label =
    state === 'copied' ? 'Copied' : state === 'refused' ? 'The browser refused to copy' : `Copy ${what}`;
  return (
    <button
      type="button"
      onClick={() => copy(text)}
      aria-label={label}
      title={label}
      className={cx(
        'no-print relative z-10 inline-grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:bg-sunken hover:text-accent pointer-coarse:size-10',
        className,
      )}
    >
      {state === 'copied' ? <Check size={14} /> : <Copy size={14} />}
    </button>
  );
}
