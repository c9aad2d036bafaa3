import type { Recording } from './recording';

/** Why nothing can be decided and no decision be told of while the store is not reached; a sentence for a person. */
export function decisionsNeedStore({ reason }: Pick<Recording, 'reason'>): string {
  return `A decision needs the store, which keeps it for good. ${reason ?? 'It is not reached yet: try again in a moment.'}`;
}
