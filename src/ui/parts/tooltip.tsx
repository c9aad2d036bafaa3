'use client';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';

/** A short explanation on hover and focus. `children` must be something that takes the focus. */
export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={300}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            data-floating
            sideOffset={4}
            collisionPadding={8}
            className="z-50 max-w-72 rounded bg-ink px-2 py-1 text-bg"
          >
            {text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
