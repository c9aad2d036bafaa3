import type { Pool } from 'undici';
import { untilAborted, withinTime } from '../../time-limit';
import type { ProbeContext } from '../types';
import { pinAddress, type Resolve } from './address';
import { takeKept } from './kept-pool';
import { transportErrorOf } from './transport-error';

/** Time for connecting alone, after which undici gives up what the request itself has given up before. */
const CONNECT_LIMIT_MS = 6_000;

type Opened = { ok: true; dispatcher: Pool; key: string } | { ok: false; reason: string };

/** Connections to the base URL's origin alone, at the addresses that its name has now. */
export async function openDispatcher(
  baseUrl: URL,
  context: Pick<ProbeContext, 'settings' | 'signal'>,
  resolve: Resolve,
): Promise<Opened> {
  const { timeoutMs, concurrency, allowPrivateAddress } = context.settings;
  try {
    const pinned = await withinTime(context.signal, Math.min(timeoutMs, CONNECT_LIMIT_MS), (limited) =>
      untilAborted(limited, pinAddress(baseUrl, { allowPrivate: allowPrivateAddress, resolve })),
    ).catch((error: unknown) => {
      const isLate = context.signal.aborted || (error instanceof Error && error.name === 'TimeoutError');
      throw isLate ? new Error('The name was not resolved in time') : error;
    });
    if (!pinned.ok) return pinned;
    // Loaded only where there is something to ask.
    const { Pool } = await import('undici');
    const connectMs = Math.min(timeoutMs * 1.2, CONNECT_LIMIT_MS);
    const key = JSON.stringify([baseUrl.origin, pinned.addresses, concurrency, connectMs]);
    const connect = { timeout: connectMs, lookup: pinned.lookup };
    const dispatcher = takeKept(key) ?? new Pool(baseUrl.origin, { connections: concurrency, connect });
    return { ok: true, dispatcher, key };
  } catch (error) {
    return { ok: false, reason: `${transportErrorOf(error, baseUrl).message} Correct --base-url.` };
  }
}
