import type { SignOff, Voided } from '../../shared/sign-off';
import { HttpError } from '../dashboard/http';
import type { StoreClient, Transaction } from '../store/postgres/client';
import { readSignOffs } from '../store/postgres/sign-offs';
import { readCandidate } from './candidate';
import { type LaterRun, voidedBy } from './standing';
import { keepVoid, readVoids } from './voids';

/** Up to which run a decision was followed: runs never change once they are kept, so each is looked at once. */
const followed = new WeakMap<StoreClient, Map<string, number>>();

/** Follows what came after each decision of an environment. @returns by the id of each that is void, what made it so */
export async function voidedSignOffs(
  client: StoreClient,
  signOffs: readonly SignOff[],
  environment: string,
): Promise<Map<string, Voided>> {
  const voided = await readVoids(client, environment);
  for (const signOff of signOffs) {
    if (voided.has(signOff.id)) continue;
    const known = followed.get(client) ?? new Map<string, number>();
    followed.set(client, known);
    const found = await follow(client, signOff, known);
    if (found === null) continue;
    await keepVoid(client, signOff, found);
    voided.set(signOff.id, found);
  }
  return voided;
}

/** What made one decision void, as it stands in the store now. */
export async function voidOf(client: Transaction, signOff: SignOff): Promise<Voided | null> {
  const kept = (await readVoids(client, signOff.environment)).get(signOff.id);
  return kept ?? follow(client, signOff, new Map());
}

/** Follows every decision of the store, so that no run is cleared away before it is known what it made void. */
export async function followAll(client: StoreClient): Promise<void> {
  const kept = (await readSignOffs(client)).map(({ signOff }) => signOff);
  for (const environment of new Set(kept.map((signOff) => signOff.environment))) {
    const own = kept.filter((signOff) => signOff.environment === environment);
    await voidedSignOffs(client, own, environment);
  }
}

/**
 * The first later run that is not the same. Runs that share a snapshot said the same: of them the first is read.
 * @param known up to which run each decision was followed, by its id
 */
async function follow(
  client: Transaction,
  signOff: SignOff,
  known: Map<string, number>,
): Promise<Voided | null> {
  const { environment, id } = signOff;
  const upTo = known.get(id) ?? signOff.run;
  const later = await client.run.groupBy({
    by: ['snapshotId'],
    where: { environment: { name: environment }, number: { gt: upTo } },
    _min: { number: true },
    _max: { number: true },
  });
  const firsts = later.flatMap(({ _min }) => _min.number ?? []).sort((one, other) => one - other);
  for (const number of firsts) {
    const voided = voidedBy(signOff, await laterRun(client, environment, number));
    if (voided !== null) return voided;
  }
  const last = Math.max(upTo, ...later.map(({ _max }) => _max.number ?? upTo));
  known.set(id, last);
  return null;
}

/** A run as far as it can be read: of one that cannot, nobody knows whether it was the same. */
async function laterRun(client: Transaction, environment: string, number: number): Promise<LaterRun> {
  const unread = async (altered: string): Promise<LaterRun> => {
    const run = await client.run.findFirst({ where: { environment: { name: environment }, number } });
    const bindings = {
      schema: null,
      database: null,
      client: null,
      manifest: null,
      commit: null,
      waivers: [],
    };
    const startedAt = (run?.startedAt ?? new Date()).toISOString();
    return { run: number, startedAt, altered, bindings, gates: [] };
  };
  try {
    const run = await readCandidate(client, environment, number);
    return run ?? (await unread('It is not kept any more.'));
  } catch (error) {
    if (error instanceof HttpError && error.code === 'gone') return unread(error.message);
    throw error;
  }
}
