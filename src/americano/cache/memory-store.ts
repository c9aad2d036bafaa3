import { LRUCache } from 'lru-cache';
import { type CacheStore, MAX_TEXT_BYTES } from './store';

/** The defaults bound what a process holds: so many texts, and so many bytes of them together. */
const MAX_ENTRIES = 2_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** In: how many texts and bytes at most. Out: a store in this process, which forgets first what was not read for longest. */
export function createMemoryStore({ maxEntries = MAX_ENTRIES, maxBytes = MAX_BYTES } = {}): CacheStore {
  const entries = new LRUCache<string, string>({
    max: maxEntries,
    maxSize: maxBytes,
    maxEntrySize: Math.min(MAX_TEXT_BYTES * 2, maxBytes),
    // V8 keeps two bytes for each character of a text that is not plain Latin; the key takes its place, too.
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
  });
  return {
    kind: 'memory',
    read: async (keys) => keys.map((key) => entries.get(key) ?? null),
    write: async (key, text, ttlMs) => void entries.set(key, text, { ttl: ttlMs }),
    claim: async (key, text, ttlMs) => {
      if (!entries.has(key)) entries.set(key, text, { ttl: ttlMs });
    },
    remove: async (keys) => {
      for (const key of keys) entries.delete(key);
    },
    close: async () => entries.clear(),
  };
}
