import type { Settings } from '../../shared/config';
import type { StoreClient } from '../store/postgres/client';
import { within } from '../store/recorded';
import type { DashboardStore } from './store';

/** An answer of the store, or why there is none, as a sentence. */
export type StoreAnswer<T> = { value: T } | { away: string };
export type Ask<T> = (work: (client: StoreClient) => Promise<T>) => Promise<StoreAnswer<T>>;

/** A question to the store does not take longer than this. */
const ANSWER_MS = 5_000;

/**
 * Asks the store about waivers. It never throws: a store that is away is an answer, and is not an empty list.
 * @param openingMs so long a store that is just being opened is waited for
 */
export function storeOfWaivers(
  { storeUrl }: Pick<Settings, 'storeUrl'>,
  kept: Pick<DashboardStore, 'opened' | 'client' | 'recording'>,
  openingMs = 3_000,
) {
  return async <T>(work: (client: StoreClient) => Promise<T>): Promise<StoreAnswer<T>> => {
    if (storeUrl === null) {
      return {
        away: 'Waivers that people give here are kept in a store, and no STORE_URL is set. A file of waivers (--waivers) needs none.',
      };
    }
    await kept.opened(openingMs);
    const client = kept.client();
    if (client === null) {
      return { away: `The store of the waivers is not reached. ${kept.recording().reason ?? ''}`.trim() };
    }
    try {
      return { value: await within(ANSWER_MS, work(client)) };
    } catch (error) {
      const { storeSentence } = await import('../store/postgres/open');
      return { away: storeSentence(error, storeUrl) };
    }
  };
}
