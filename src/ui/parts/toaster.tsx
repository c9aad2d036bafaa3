'use client';
import { Toaster as Sonner } from 'sonner';

/** Where short messages appear: above the lower edge, never over what one reads. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      theme="system"
      closeButton
      toastOptions={{
        style: {
          background: 'var(--surface)',
          color: 'var(--ink)',
          border: '1px solid var(--line-strong)',
          borderRadius: 6,
          fontSize: 13,
          boxShadow: 'var(--shadow)',
        },
      }}
    />
  );
}
