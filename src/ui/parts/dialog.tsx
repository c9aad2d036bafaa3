'use client';
import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button';

/** A box over the page; `side` slides it in from the right, for panels that one reads beside the page. */
export function Sheet({
  title,
  description,
  open,
  onOpenChange,
  side = false,
  children,
}: {
  title: ReactNode;
  description: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  side?: boolean;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          data-floating
          className={cx(
            'fixed z-50 flex flex-col overflow-hidden bg-surface shadow-float',
            side
              ? 'inset-y-0 right-0 w-full sm:max-w-[640px]'
              : 'left-1/2 top-[12vh] max-h-[76vh] w-[calc(100%-32px)] max-w-[560px] -translate-x-1/2 rounded',
          )}
        >
          <div className="flex items-start gap-2 border-b border-line py-2 pl-4 pr-2">
            <div className="min-w-0 flex-1 py-1">
              <Dialog.Title className="text-base">{title}</Dialog.Title>
              <Dialog.Description className="text-muted">{description}</Dialog.Description>
            </div>
            <Dialog.Close asChild>
              <IconButton label="Close">
                <X size={16} />
              </IconButton>
            </Dialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
