import type { RunRecord } from '../../shared/details';
import type { Delivery, Notification } from '../../shared/notification';
import type { NotifyState } from './state';

export type KeptState = {
  /** Counts up with each change. */
  version: number;
  state: NotifyState;
};

/** A message as it is decided: unique by its run and its kind. */
export type OutMessage = { number: number; message: Notification };

/** A message that this instance is to send now, and no other one meanwhile. */
export type Claimed = {
  id: string;
  message: Notification;
  /** This one included. It also says which claim this is: a later one has a higher number. */
  tries: number;
};

/** Where decisions and messages of one environment are kept, in the store or in memory; `outbox-contract.ts` holds both to it. */
export type Outbox = {
  /** Null before anything was decided. */
  state(): Promise<KeptState | null>;
  lastNumber(): Promise<number>;
  /** Null where the run is not kept any more, or cannot be read. */
  run(number: number): Promise<RunRecord | null>;
  /**
   * Keeps the next state and what it tells, for each channel, all or nothing.
   * @param before the version that the decision stands on; null where there was none
   * @returns false where another instance has decided meanwhile, and nothing was kept
   */
  keep(
    before: number | null,
    state: NotifyState,
    messages: readonly OutMessage[],
    channels: readonly string[],
  ): Promise<boolean>;
  /**
   * The oldest message of a channel, where it is its time and nobody is at it. None overtakes another one of its channel.
   * @param leaseMs after this another instance may take it: the one that has it must be dead
   */
  claim(channel: string, leaseMs: number): Promise<Claimed | null>;
  sent(claimed: Claimed): Promise<void>;
  /**
   * Does nothing where the claim has run out and another instance has the message now.
   * @param retryInMs null where it is given up
   */
  failed(claimed: Claimed, sentence: string, retryInMs: number | null): Promise<void>;
  /** Gives up what has waited for longer, since nobody wants such news; nobody must be at it. */
  expire(olderThanMs: number, sentence: string): Promise<void>;
  /** Forgets what was sent, or given up, longer ago. */
  forget(olderThanMs: number): Promise<void>;
  /** The newest first. */
  deliveries(limit: number): Promise<Delivery[]>;
};
