'use client';
import { useEffect } from 'react';
import { useStartRun } from '../queries/runs';
import { setOverlay } from './overlay-state';

/** The keys that work everywhere; the help dialog lists them from here. */
export const KEYS = [
  {
    keys: ['⌘', 'K'],
    or: ['Ctrl', 'K'],
    does: 'Search and commands: every action, table, enum, route and finding',
  },
  { keys: ['/'], does: 'Filter this page' },
  { keys: ['r'], does: 'Re-verify: run all checks now' },
  { keys: ['j'], does: 'Next row' },
  { keys: ['k'], does: 'Previous row' },
  { keys: ['↵'], does: 'Open or close the row' },
  { keys: ['Esc'], does: 'Close a panel, leave a field' },
  { keys: ['?'], does: 'This list' },
];

/** Listens for the keys of the page. Keys that are typed into a field, or held with Ctrl, belong to someone else. */
export function Keyboard() {
  const { mutate: startRun } = useStartRun();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOverlay('palette');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (event.key === 'j') walk(1);
      else if (event.key === 'k') walk(-1);
      else if (event.key === 'r') startRun();
      else if (event.key === '?') setOverlay('help');
      else if (event.key === '/') focusFilter();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [startRun]);
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>('input[data-filter]')?.focus();
}

/** Moves the focus to the next or previous row; into the first where none has it. */
function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? rows.indexOf(focused) : -1;
  const next = at === -1 ? rows[0] : rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
