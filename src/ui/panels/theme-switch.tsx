'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { IconButton } from '../parts/button';
import { useHydrated } from '../parts/clock';

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const;
const ICON = { system: Monitor, light: Sun, dark: Moon };

/** The theme in words, and how to go to the next one. */
export function useThemeCycle() {
  const { theme, setTheme } = useTheme();
  const hydrated = useHydrated();
  const now: keyof typeof NEXT = hydrated && (theme === 'light' || theme === 'dark') ? theme : 'system';
  return { now, cycle: () => setTheme(NEXT[now]) };
}

/** System, light, dark, and around again. */
export function ThemeSwitch() {
  const { now, cycle } = useThemeCycle();
  const Icon = ICON[now];
  return (
    <IconButton label={`Theme: ${now}. Change to ${NEXT[now]}`} onClick={cycle}>
      <Icon size={16} />
    </IconButton>
  );
}
