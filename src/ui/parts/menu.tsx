'use client';
import { cx } from 'class-variance-authority';
import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { buttonStyle } from './button';

export type MenuEntry = { id: string; label: string; note: string; disabled?: boolean; separated?: boolean };

/** A button that opens a list of actions, each with a sentence on what it does. */
export function Menu({
  label,
  entries,
  onSelect,
  heading,
}: {
  label: ReactNode;
  heading: string;
  entries: readonly MenuEntry[];
  onSelect: (id: string) => void;
}) {
  // The list opens inside the page's landmark, beside its button, and not at the end of the document.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={cx('no-print', buttonStyle())}>
        {label}
        <ChevronDown size={14} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <span ref={setPlace} className="contents" />
      <DropdownMenu.Portal container={place}>
        <DropdownMenu.Content
          data-floating
          align="end"
          sideOffset={4}
          collisionPadding={12}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) w-80 max-w-[calc(100vw-24px)] overflow-y-auto rounded bg-surface p-1 shadow-float"
        >
          <DropdownMenu.Label className="px-2 py-1.5 text-muted">{heading}</DropdownMenu.Label>
          {entries.map((entry) => (
            <div key={entry.id}>
              {entry.separated ? <DropdownMenu.Separator className="my-1 border-t border-line" /> : null}
              <DropdownMenu.Item
                disabled={entry.disabled}
                onSelect={() => onSelect(entry.id)}
                className="block cursor-pointer rounded-sm px-2 py-1.5 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-sunken"
              >
                <span className="block font-strong">{entry.label}</span>
                <span className="block text-muted">{entry.note}</span>
              </DropdownMenu.Item>
            </div>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
