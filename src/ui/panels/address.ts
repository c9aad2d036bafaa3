'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** The query of an address with some of its keys changed; null or empty takes a key out. */
export function changeQuery(query: string, changes: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(key);
    else next.set(key, value);
  }
  const text = next.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * What the page shows of what it could (filter, sorting, open row), kept in the address, so that a link shows the same.
 * Nothing is asked of the server for it: Next takes up what the history says.
 */
export function useAddress(): {
  read: (key: string) => string | null;
  write: (changes: Readonly<Record<string, string | null>>) => void;
} {
  const search = useSearchParams();
  const read = useCallback((key: string) => search.get(key), [search]);
  const write = useCallback((changes: Readonly<Record<string, string | null>>) => {
    const { pathname, search: query, hash } = window.location;
    window.history.replaceState(null, '', `${pathname}${changeQuery(query, changes)}${hash}`);
  }, []);
  return { read, write };
}
