import type { ClientOnDisk } from '../../../shared/client';
import type { ClientListing } from './client-listing';
import type { NamedClient } from './named-clients';

type Entry = { stamp: string; found: ClientOnDisk };

/** What this process has read. Nobody changes what a probe brought. */
const remembered = new Map<string, Entry>();
/** A few environments with a few clients each; a staged client is read once and never again. */
const MOST = 16;
/** A file that changed this shortly before it was read can change again without another time of change. */
const TOO_YOUNG_MS = 200;

/** The last reading of this folder, if no file in it has changed since. */
export function recallClient(client: NamedClient, { stamp }: ClientListing): ClientOnDisk | null {
  const entry = remembered.get(keyOf(client));
  return entry?.stamp === stamp ? entry.found : null;
}

/** @param readAtMs when the listing was begun */
export function rememberClient(listing: ClientListing, found: ClientOnDisk, readAtMs: number): void {
  const key = keyOf(found.state === 'complete' ? found.client : found);
  remembered.delete(key);
  if (listing.changedAtMs > readAtMs - TOO_YOUNG_MS || found.state === 'unreadable') return;
  remembered.set(key, { stamp: listing.stamp, found });
  for (const oldest of remembered.keys()) if (remembered.size > MOST) remembered.delete(oldest);
}

function keyOf({ dir, name }: NamedClient): string {
  return `${name}\n${dir}`;
}
