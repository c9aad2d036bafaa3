import type { Person } from '../../../shared/people';
import type { KeptWaiver } from '../../../shared/waivers';
import { overlap } from '../../waivers/file';
import { lockEnvironment } from './add';
import { appendAudit } from './audit';
import type { StoreClient, Transaction } from './client';
import { keptWaiver, type WaiverRow } from './waiver-row';

/** Who waits behind a large run that is being added waits this long. */
const LIMITS = { maxWait: 5_000, timeout: 20_000 };

/** A waiver as somebody wants to give it. */
export type WantedWaiver = Pick<KeptWaiver, 'pattern' | 'reason' | 'endsAt' | 'accepts' | 'run'> & {
  person: Person;
  requestId: string;
  /** Now, ISO 8601. */
  at: string;
};

export type GivenWaiver = { waiver: KeptWaiver; isNew: boolean } | { refused: string };

/**
 * Keeps a waiver and tells it in the chain, both or neither. The same request sent again finds what it gave.
 * @returns why it is refused, as a sentence, where something else stands in its way
 */
export function giveWaiver(
  client: StoreClient,
  environment: string,
  wanted: WantedWaiver,
): Promise<GivenWaiver> {
  return client.$transaction(async (transaction) => {
    const { id: environmentId } = await lockEnvironment(transaction, environment);
    const { requestId, at, person, endsAt } = wanted;
    const same = await transaction.waiver.findUnique({ where: { requestId } });
    if (same !== null) return replayed(same, environmentId, wanted);
    const standing = await transaction.waiver.findMany({
      where: { environmentId, endedAt: null, endsAt: { gt: at } },
    });
    for (const other of standing.map(keptWaiver)) {
      const both = overlap(wanted, other);
      if (both !== null) return { refused: alreadyAccepted(both, other) };
    }
    const { pattern, reason, accepts, run } = wanted;
    const kept = { pattern, reason, accepts, run, requestId, endsAt };
    const [next] = await transaction.$queryRaw<{ id: bigint }[]>`
      SELECT nextval(pg_get_serial_sequence('waivers', 'id')) AS id`;
    if (next === undefined) throw new Error('A sequence gives a number.');
    const { sequence } = await appendAudit(transaction, {
      at,
      kind: 'waiver.given',
      environment,
      person: person.name,
      payload: { id: String(next.id), proven: person.proven, ...kept },
    });
    const row = await transaction.waiver.create({
      data: {
        id: next.id,
        environmentId,
        person: person.name,
        proven: person.proven,
        createdAt: at,
        givenEvent: sequence,
        ...kept,
      },
    });
    return { waiver: keptWaiver(row), isNew: true };
  }, LIMITS);
}

function replayed(row: WaiverRow, environmentId: number, wanted: WantedWaiver): GivenWaiver {
  const waiver = keptWaiver(row);
  const isSame =
    row.environmentId === environmentId &&
    waiver.person === wanted.person.name &&
    (['pattern', 'reason', 'endsAt', 'run'] as const).every((what) => waiver[what] === wanted[what]);
  return isSame
    ? { waiver, isNew: false }
    : { refused: 'This request was sent before with something else in it: send a new one.' };
}

function alreadyAccepted(what: string, { person, endsAt, pattern }: KeptWaiver): string {
  return `${person} has accepted ${what} until ${endsAt.slice(0, 10)} already (${pattern}): end that waiver first.`;
}

/** How a waiver ends. */
export type WaiverEnding = {
  /** Null where it ends by itself. */
  person: Person | null;
  why: string;
  /** Now, ISO 8601. */
  at: string;
};

export type EndedWaiver = { waiver: KeptWaiver; isNew: boolean } | null;

/**
 * Ends a waiver and tells it in the chain, both or neither. One that has ended stays as it ended.
 * @returns null where there is no such waiver in this environment
 */
export function endWaiver(
  client: StoreClient,
  environment: string,
  id: string,
  ending: WaiverEnding,
): Promise<EndedWaiver> {
  return client.$transaction(async (transaction) => {
    const { id: environmentId } = await lockEnvironment(transaction, environment);
    const row = await transaction.waiver.findFirst({ where: { id: BigInt(id), environmentId } });
    if (row === null) return null;
    if (row.endedAt !== null) return { waiver: keptWaiver(row), isNew: false };
    return { waiver: await end(transaction, environment, row, ending), isNew: true };
  }, LIMITS);
}

async function end(
  transaction: Transaction,
  environment: string,
  row: WaiverRow,
  { person, why, at }: WaiverEnding,
): Promise<KeptWaiver> {
  const { id, pattern, endsAt } = row;
  // Whoever finds it later: it ended when its time was over.
  const isOver = endsAt.toISOString() <= at;
  const ended = {
    endedAt: isOver ? endsAt.toISOString() : at,
    endedBy: isOver ? null : (person?.name ?? null),
    endedWhy: isOver ? OVER : why,
  };
  await appendAudit(transaction, {
    at,
    kind: 'waiver.ended',
    environment,
    person: ended.endedBy,
    payload: { id: String(id), pattern, proven: person?.proven ?? false, ...ended },
  });
  return keptWaiver(await transaction.waiver.update({ where: { id }, data: ended }));
}

const OVER = 'Its end date has passed.';

/** So many of those that have ended are listed. */
const ENDED_LISTED = 50;

/** The waivers of an environment: those that stand at this moment, and the newest of those that have ended. */
export async function listWaivers(client: StoreClient, environment: string, at: string) {
  const of = { environment: { name: environment } };
  const [standing, over] = await Promise.all([
    client.waiver.findMany({ where: { ...of, endedAt: null }, orderBy: { id: 'asc' } }),
    client.waiver.findMany({
      where: { ...of, endedAt: { not: null } },
      orderBy: [{ endedAt: 'desc' }, { id: 'desc' }],
      take: ENDED_LISTED,
    }),
  ]);
  const isOver = ({ endsAt }: KeptWaiver) => endsAt <= at;
  const kept = standing.map(keptWaiver);
  const unmarked = kept.filter(isOver).map((one) => ({ ...one, endedAt: one.endsAt, endedWhy: OVER }));
  return {
    active: kept.filter((one) => !isOver(one)),
    ended: [...unmarked.reverse(), ...over.map(keptWaiver)],
  };
}
