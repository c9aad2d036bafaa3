import type { Resolve } from '../probes/http/address';

/** What came of one try. */
export type Sent = {
  ok: boolean;
  /** A sentence, without secrets. */
  sentence: string;
  /** Whether it makes sense to try the same again later. */
  retry: boolean;
  /** The beginning of what the other side answered. */
  answer: string;
};

export type Sending = {
  timeoutMs: number;
  allowPrivateAddress: boolean;
  signal: AbortSignal;
  /** ISO 8601. */
  now: () => string;
  resolve?: Resolve;
};

export type PinnedSending = Sending & { resolve: Resolve };
