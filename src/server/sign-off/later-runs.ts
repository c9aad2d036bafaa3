import type { SignOff, SignOffSettings, Voided } from '../../shared/sign-off';
import type { Transaction } from '../store/postgres/client';
import { readCandidate } from './candidate';
import { type LaterRun, voidedBy } from './standing';

type Place = { client: Transaction; environment: string; settings: SignOffSettings };
type Followed = { upTo: number; voided: Voided | null };

/**
 * Follows what comes after each decision. Runs never change once they are kept, so each is looked at once; those that
 * found the same are read once.
 */
export function laterRuns() {
  const followed = new Map<string, Followed>();
  return {
    /** By the id of each decision that is void, what made it so. */
    async voided(signOffs: readonly SignOff[], place: Place): Promise<Map<string, Voided>> {
      const found = new Map<string, Voided>();
      for (const signOff of signOffs) {
        const key = JSON.stringify([signOff.environment, signOff.id]);
        const known = followed.get(key) ?? { upTo: signOff.run, voided: null };
        const now = known.voided === null ? await follow(signOff, known.upTo, place) : known;
        followed.set(key, now);
        if (now.voided !== null) found.set(signOff.id, now.voided);
      }
      return found;
    },
  };
}

async function follow(signOff: SignOff, upTo: number, place: Place): Promise<Followed> {
  const { client, environment } = place;
  const later = await client.run.findMany({
    where: { environment: { name: environment }, number: { gt: upTo } },
    orderBy: { number: 'asc' },
    select: { number: true, snapshot: { select: { stateHash: true } } },
  });
  const same = new Set<string>();
  let last = upTo;
  for (const { number, snapshot } of later) {
    const run = same.has(snapshot.stateHash) ? null : await stateOf(number, place);
    const voided = run === null ? null : voidedBy(signOff, [run]);
    if (voided !== null) return { upTo: number, voided };
    same.add(snapshot.stateHash);
    last = number;
  }
  return { upTo: last, voided: null };
}

async function stateOf(number: number, { client, environment, settings }: Place): Promise<LaterRun | null> {
  return readCandidate(client, environment, number, settings);
}
