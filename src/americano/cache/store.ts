/**
 * Where cached texts lie. Every method may reject: then the store cannot be used at this moment, and whoever asked does
 * without it.
 */
export type CacheStore = {
  kind: 'memory' | 'redis';
  /** The texts under these keys, in their order; null where there is none. */
  read(keys: readonly string[]): Promise<(string | null)[]>;
  write(key: string, text: string, ttlMs: number): Promise<void>;
  /** Writes where nothing stands yet, and leaves what stands there. */
  claim(key: string, text: string, ttlMs: number): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** An answer that is longer is not kept: a few of them would drive everything else out. */
export const MAX_TEXT_BYTES = 256 * 1024;
