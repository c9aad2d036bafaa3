import type { AuditEvent } from '../../shared/audit';
import { canonicalJson } from '../../shared/canonical-json';
import { readAudit, UnreadableRow } from '../store/postgres/audit';
import type { Transaction } from '../store/postgres/client';
import { type KeptSignOff, readSignOffs } from '../store/postgres/sign-offs';
import { chainReader } from './chain';

/** A row that is not what was decided: which one, and why. */
export type AuditBreak = { where: string; why: string };

export type AuditOutcome = {
  events: number;
  signOffs: number;
  /** Where the chain ends: whoever keeps it elsewhere can tell later whether its end was cut off. */
  lastHash: string;
  breaks: AuditBreak[];
  /** Whether an event of this hash is in the chain; null where nobody asked. */
  hasExpected: boolean | null;
};

/** As a sentence. */
export function breakText({ where, why }: AuditBreak): string {
  return `${where}: ${why}`;
}

const PAGE = 500;

/**
 * Follows the whole chain, and holds every decision against its event.
 * @param expected the hash of an event that once was in the chain
 */
export async function auditBreaks(client: Transaction, expected?: string): Promise<AuditOutcome> {
  const chain = await followChain(client, expected);
  try {
    const signOffs = await readSignOffs(client);
    const breaks = [...chain.breaks, ...signOffBreaks(signOffs, chain.told)];
    return { ...chain, signOffs: signOffs.length, breaks };
  } catch (error) {
    return { ...chain, signOffs: 0, breaks: [...chain.breaks, breakOf(error)] };
  }
}

type Chain = Omit<AuditOutcome, 'signOffs'> & { told: Map<string, AuditEvent> };

/** In pieces, since a chain has no end. */
async function followChain(client: Transaction, expected: string | undefined): Promise<Chain> {
  const reader = chainReader();
  const chain: Chain = {
    events: 0,
    lastHash: reader.last().hash,
    breaks: [],
    hasExpected: expected === undefined ? null : false,
    told: new Map(),
  };
  for (;;) {
    const page = await readAudit(client, reader.last().sequence, PAGE).catch(breakOf);
    if ('where' in page) return { ...chain, breaks: [...chain.breaks, page] };
    for (const event of page) {
      const broken = reader.follow(event);
      if (broken !== null) chain.breaks.push({ where: `Event ${broken.sequence}`, why: broken.why });
      if (event.hash === expected) chain.hasExpected = true;
      const id = signOffIdOf(event);
      if (id !== null) chain.told.set(id, event);
      chain.events += 1;
    }
    chain.lastHash = reader.last().hash;
    if (page.length < PAGE) return chain;
  }
}

/** A row that cannot be read was changed; whatever else goes wrong is no word about what was decided. */
function breakOf(error: unknown): AuditBreak {
  if (!(error instanceof UnreadableRow)) throw error;
  return { where: error.where, why: `${error.message} What follows it was not verified.` };
}

/**
 * Decisions without their event, events without their decision, and those that do not say the same. Pure.
 * @param told events by the id of the decision that they tell
 */
export function signOffBreaks(
  signOffs: readonly KeptSignOff[],
  told: ReadonlyMap<string, AuditEvent>,
): AuditBreak[] {
  const rows = signOffs.flatMap((kept): AuditBreak[] => {
    const { id } = kept.signOff;
    const event = told.get(id);
    if (event === undefined)
      return [
        {
          where: `Decision ${id}`,
          why: 'No event of the chain tells of it: the event was deleted, or nobody decided it.',
        },
      ];
    return canonicalJson(event.payload) === canonicalJson(kept)
      ? []
      : [{ where: `Decision ${id}`, why: `It does not say what event ${event.sequence} tells of it.` }];
  });
  const ids = new Set(signOffs.map(({ signOff }) => signOff.id));
  const lost = [...told].filter(([id]) => !ids.has(id));
  return [
    ...rows,
    ...lost.map(([id, { sequence }]) => ({
      where: `Decision ${id}`,
      why: `Event ${sequence} tells of it, and it was deleted.`,
    })),
  ];
}

function signOffIdOf({ kind, payload }: AuditEvent): string | null {
  if (kind !== 'sign-off.decided' && kind !== 'sign-off.confirmed') return null;
  const { signOff } = payload;
  const isObject = typeof signOff === 'object' && signOff !== null && !Array.isArray(signOff);
  // An event that was changed so far that it names no decision stands for none.
  return isObject && typeof signOff.id === 'string' ? signOff.id : null;
}
