import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type CacheStore, MAX_TEXT_BYTES } from './store';

/** Marks live longer than any entry: one that ends makes entries worthless and never stale ones good. */
const MARK_TTL_MS = 3_600_000;

/** What is asked of a cache: where the answer lies, what it was read from, and how to work it out. */
export type CacheQuestion<T> = {
  key: string;
  /** What the answer was read from: `invalidate` of any of them makes it worthless. */
  tags: readonly string[];
  ttlMs: number;
  /** Neither read from the cache nor kept there: whoever asks wants the truth of this moment. */
  fresh: boolean;
  /** Gives undefined for what is no such answer (another version wrote it, or it is rubbish). */
  parse(body: unknown): T | undefined;
  compute(): Promise<T>;
};

/** `bypass`: the cache was not used, because that was asked for or because it could not be. */
export type CacheUse = 'hit' | 'miss' | 'bypass';
export type CacheAnswer<T> = { value: T; use: CacheUse };

export type Cache = {
  /** Rejects only as `compute` does: a store that cannot be used is gone around. */
  ask<T>(question: CacheQuestion<T>): Promise<CacheAnswer<T>>;
  /** Makes worthless what was read from any of these, also answers that are being worked out at this moment. */
  invalidate(tags: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** An entry names the marks that its tags had before it was worked out. */
const Entry = z.object({ marks: z.array(z.string()), body: z.unknown() });

/** How long a failed invalidation keeps this process from reading what it could not make worthless. */
export type CacheOptions = { holdMs: number; onFault?: (fault: unknown) => void; now?: () => number };

/**
 * A cache over a store. Each tag has a mark, a random text; an entry is good while all its marks stand as they stood before
 * it was worked out. So what began before a write and ended after it is never taken for the state after it.
 */
export function createCache(store: CacheStore, options: CacheOptions): Cache {
  const { holdMs, onFault = () => {}, now = Date.now } = options;
  const underWay = new Map<string, Promise<unknown>>();
  let heldUntil = 0;

  /** The marks and the entry's text; null where the store cannot be used. */
  async function look(key: string, tags: readonly string[]) {
    if (now() < heldUntil) return null;
    try {
      const keys = [...tags.map(markKey), key];
      let found = await store.read(keys);
      if (found.slice(0, -1).includes(null)) {
        const lacking = tags.map(markKey).filter((_, position) => found[position] === null);
        await Promise.all(lacking.map((mark) => store.claim(mark, randomUUID(), MARK_TTL_MS)));
        found = await store.read(keys);
      }
      const marks = found.slice(0, -1).filter((mark) => mark !== null);
      return marks.length === tags.length ? { marks, text: found.at(-1) ?? null } : null;
    } catch (error) {
      onFault(error);
      return null;
    }
  }

  function keep(
    { key, ttlMs }: Pick<CacheQuestion<unknown>, 'key' | 'ttlMs'>,
    marks: string[],
    body: unknown,
  ) {
    const text = JSON.stringify({ marks, body });
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return;
    // Nobody waits for it: an answer is not late because the cache is.
    store.write(key, text, ttlMs).catch(onFault);
  }

  async function compute<T>(question: CacheQuestion<T>, marks: string[]): Promise<T> {
    const value = await question.compute();
    keep(question, marks, value);
    return value;
  }

  return {
    async ask(question) {
      const { key, tags, fresh, parse } = question;
      if (fresh) {
        try {
          return { value: await question.compute(), use: 'bypass' };
        } catch (error) {
          // Now it is known that what lies there is not true any more.
          store.remove([key]).catch(onFault);
          throw error;
        }
      }
      const found = await look(key, tags);
      if (found === null) return { value: await question.compute(), use: 'bypass' };
      const kept = found.text === null ? undefined : bodyOf(found.text, found.marks);
      const value = kept === undefined ? undefined : parse(kept.body);
      if (value !== undefined) return { value, use: 'hit' };
      // The marks are part of it: what is asked after a write does not join what began before it.
      const flight = [key, ...found.marks].join('\n');
      const joined = underWay.get(flight);
      if (joined !== undefined) {
        const shared = parse(await joined);
        if (shared !== undefined) return { value: shared, use: 'miss' };
      }
      const started = compute(question, found.marks);
      underWay.set(flight, started);
      try {
        return { value: await started, use: 'miss' };
      } finally {
        underWay.delete(flight);
      }
    },
    async invalidate(tags) {
      try {
        await store.remove(tags.map(markKey));
      } catch (error) {
        // What could not be made worthless must not be read until it has ended by itself.
        heldUntil = now() + holdMs;
        onFault(error);
      }
    },
    close: () => store.close(),
  };
}

const markKey = (tag: string) => `mark:${tag}`;

/** The body of an entry that is good by its marks; undefined for any other text. */
function bodyOf(text: string, marks: readonly string[]): { body: unknown } | undefined {
  const entry = Entry.safeParse(parsedJson(text));
  if (!entry.success) return undefined;
  const isGood = entry.data.marks.join('\n') === marks.join('\n');
  return isGood ? { body: entry.data.body } : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
